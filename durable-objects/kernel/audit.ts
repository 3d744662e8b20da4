/** One invariant, and what looking at the books found. `detail` says how much was looked at, or what is wrong and where. */
export interface AuditCheck {
  name: string
  ok: boolean
  detail: string
}

export const passed = (name: string, detail: string): AuditCheck => ({ name, ok: true, detail })
export const failed = (name: string, detail: string): AuditCheck => ({ name, ok: false, detail })

/** Lets other requests in between two slices of a long walk: an audit must not stop the posting. */
export type Breathe = () => Promise<void>
