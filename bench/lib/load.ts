import { type Answer, Connection } from './http.ts'

/** Closed-loop load: each connection sends its next request when the last one was answered. */
export interface LoadPlan {
  port: number
  connections: number
  durationMs: number
  /** Called once a request, so that every request carries its own idempotency key. */
  nextRequest: () => string
  /** Entries a request carries: 1 for single posts, 1,000 for bulk. */
  accept: (answer: Answer) => boolean
}

export interface LoadResult {
  answered: number
  refused: number
  seconds: number
  /** Answered requests per second. */
  rate: number
  latenciesMs: number[]
  /** Share of one core that the generator itself used: near 1 it would be the bottleneck. */
  generatorCores: number
  firstRefusal: string | undefined
}

export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const connections = await Promise.all(
    Array.from({ length: plan.connections }, () => Connection.open(plan.port)),
  )
  const tally = { refused: 0, latenciesMs: [] as number[], firstRefusal: undefined as string | undefined }
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const deadline = startedAt + plan.durationMs
  try {
    await Promise.all(connections.map((connection) => drive(connection, plan, deadline, tally)))
  } finally {
    for (const connection of connections) connection.close()
  }
  const seconds = (performance.now() - startedAt) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const answered = tally.latenciesMs.length
  return {
    ...tally,
    answered,
    seconds,
    rate: answered / seconds,
    generatorCores: (cpu.user + cpu.system) / 1e6 / seconds,
  }
}

async function drive(
  connection: Connection,
  plan: LoadPlan,
  deadline: number,
  tally: { refused: number; latenciesMs: number[]; firstRefusal: string | undefined },
): Promise<void> {
  for (let now = performance.now(); now < deadline; ) {
    const answer = await connection.send(plan.nextRequest())
    const later = performance.now()
    if (plan.accept(answer)) {
      tally.latenciesMs.push(later - now)
    } else {
      tally.refused += 1
      tally.firstRefusal ??= `${answer.status} ${answer.body.slice(0, 300)}`
    }
    now = later
  }
}
