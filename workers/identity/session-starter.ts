import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

/** Starts a session for a person whom one of our own routes has recognised. It has no address: only our code calls it. */
export function sessionStarter() {
  return {
    id: 'meridian-session-starter',
    endpoints: {
      startSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ userId: z.string(), tenantId: z.string().optional() }) },
        async (ctx) => {
          const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
          if (!user) throw new Error('a session was asked for a user who does not exist')
          const { tenantId } = ctx.body
          const session = await ctx.context.internalAdapter.createSession(
            user.id,
            false,
            tenantId === undefined ? {} : { tenantId },
          )
          await setSessionCookie(ctx, { session, user }, false)
          return ctx.json({ token: session.token })
        },
      ),
    },
  } satisfies BetterAuthPlugin
}
