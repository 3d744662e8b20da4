import type { Answer } from './http.ts'
import { type LoadResult, runLoad } from './load.ts'
import { untilQuiet } from './process.ts'
import { median, percentile } from './stats.ts'
import type { System } from './systems.ts'

/** One thing measured: a system under one kind of load. */
export interface Lane {
  label: string
  port: number
  connections: number
  /** Entries one request carries. */
  entries: number
  nextRequest: () => string
  accept: (answer: Answer) => boolean
}

export interface LaneResult {
  label: string
  connections: number
  /** Entries a second, one figure a round; rounds of all lanes with the same index ran next to each other. */
  rates: number[]
  rate: number
  p50Ms: number
  p95Ms: number
  refused: number
  firstRefusal: string | undefined
  generatorCores: number
}

const WARM_UP_MS = 2000
const QUIET_WAIT_MAX_MS = 10_000

/**
 * Lanes take turns (A B C, C B A, A B C, …), so that a slow minute of the machine falls on all of them, and the
 * median of the rounds counts. Between turns the systems come to rest: work that one of them does after its
 * replies (Meridian's relay, PostgreSQL's checkpoints) must not slow the next one down.
 */
export async function runRounds(
  lanes: readonly Lane[],
  systems: readonly System[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<LaneResult[]> {
  const pids = systems.flatMap((system) => system.pids)
  for (const lane of lanes) await runLane(lane, WARM_UP_MS)
  const results = lanes.map((): LoadResult[] => [])
  for (let round = 0; round < rounds; round += 1) {
    const order = lanes.map((_, i) => (round % 2 === 0 ? i : lanes.length - 1 - i))
    for (const i of order) {
      const lane = lanes[i]
      if (!lane) continue
      await untilQuiet(pids, QUIET_WAIT_MAX_MS)
      results[i]?.push(await runLane(lane, seconds * 1000))
    }
  }
  return lanes.map((lane, i) => summarise(lane, results[i] ?? []))
}

/** Median over the rounds of one lane's rate by another's of the same round. */
export function ratio(of: LaneResult | undefined, to: LaneResult | undefined): number | undefined {
  if (!of || !to) return undefined
  return median(of.rates.map((rate, round) => rate / (to.rates[round] ?? Number.NaN)))
}

export function fastest(lanes: readonly (LaneResult | undefined)[]): LaneResult | undefined {
  const present = lanes.filter((lane) => lane !== undefined)
  return present.sort((a, b) => b.rate - a.rate)[0]
}

function runLane(lane: Lane, durationMs: number): Promise<LoadResult> {
  const { port, connections, nextRequest, accept } = lane
  return runLoad({ port, connections, durationMs, nextRequest, accept })
}

function summarise(lane: Lane, results: readonly LoadResult[]): LaneResult {
  const latencies = results.flatMap((result) => result.latenciesMs)
  const rates = results.map((result) => result.rate * lane.entries)
  return {
    label: lane.label,
    connections: lane.connections,
    rates,
    rate: median(rates),
    p50Ms: percentile(latencies, 50),
    p95Ms: percentile(latencies, 95),
    refused: results.reduce((sum, result) => sum + result.refused, 0),
    firstRefusal: results.find((result) => result.firstRefusal !== undefined)?.firstRefusal,
    generatorCores: median(results.map((result) => result.generatorCores)),
  }
}
