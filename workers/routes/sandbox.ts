import { Hono } from 'hono'
import { z } from 'zod'
import { FAULTS } from '../../durable-objects/faults.ts'
import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import { faultSwitch } from '../../queues/faults.ts'
import type { Edge } from '../edge.ts'
import { readInput } from '../http/body.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { admit } from '../mount.ts'

/** Only where SANDBOX is on: makes the next queue messages go wrong, to see that nothing is lost by it. */
export const sandboxRoutes = new Hono<Edge>()

const arrange = {
  body: 'json',
  bodyBytesMax: LIMITS.jsonBytesMax,
  input: z.strictObject({ fault: z.enum(FAULTS), batches: z.number().int().min(0).max(1_000) }),
} as const

sandboxRoutes.post('/v1/sandbox/faults', async (c) => {
  if (c.env.SANDBOX !== 'on')
    return problem(c, edgeRefusal('route_not_found', 'This deployment is not a sandbox.'))
  const refusal = await admit(c, 'company.OpenCompany', { method: 'POST', scope: 'company:write' })
  if (refusal) return problem(c, refusal)
  const read = await readInput(c, arrange)
  if (isRefusal(read)) return problem(c, read)
  const { fault, batches } = arrange.input.parse(read.input)
  return c.json(await faultSwitch(c.env).arrange(fault, batches))
})
