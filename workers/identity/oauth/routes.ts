import { Hono } from 'hono'
import type { Edge } from '../../edge.ts'
import { authorizeRoutes } from './authorize-routes.ts'
import { consentRoutes } from './consent-routes.ts'
import { tokenRoutes } from './token-routes.ts'

/** OAuth 2.1 and OpenID Connect. The order counts: what no route offers, the last one refuses. */
export const oauthRoutes = new Hono<Edge>()
oauthRoutes.route('/', tokenRoutes)
oauthRoutes.route('/', consentRoutes)
oauthRoutes.route('/', authorizeRoutes)
