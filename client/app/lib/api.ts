import { createMeridian } from '../../sdk/meridian.ts'

/** The app is served by the API's own origin, and the session cookie identifies the user. */
export const meridian = createMeridian({ baseUrl: '' })
