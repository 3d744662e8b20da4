import { bulkPosts, openBooks } from './lib/books.ts'
import type { Options } from './lib/options.ts'
import { type Outcome, printLanes } from './lib/outcome.ts'
import { fastest, type Lane, ratio, runRounds } from './lib/rounds.ts'
import { type System, startMeridian, startPeer } from './lib/systems.ts'

/** Entries a second in requests of 1,000, all or none; the peer may choose its own best size and concurrency. */
const SIZE = 1000
const CONNECTIONS = [1, 4]
const PEER_SIZES = [1000, 5000]
const PEER_POOL = 4
const RATE_GOAL = 20_000
const PEER_GOAL = 2

export async function bulk(options: Options): Promise<Outcome> {
  const meridian = options.meridian ? await startMeridian() : undefined
  const peer = options.peer ? await startPeer('request', PEER_POOL) : undefined
  const systems = [meridian, peer].filter((system) => system !== undefined)
  const ours = meridian ? await bulkLanes(meridian, 'Meridian', [SIZE]) : []
  const theirs = peer ? await bulkLanes(peer, 'Peer', PEER_SIZES) : []
  const results = await runRounds([...ours, ...theirs], systems, options)
  printLanes('bulk: many two-line entries a request', 'entries/s', results)

  const best = fastest(results.filter((lane) => lane.label.startsWith('Meridian')))
  const bestPeer = fastest(results.filter((lane) => lane.label.startsWith('Peer')))
  const ratios = { bulk: best && best.rate / RATE_GOAL, bulkPeer: ratio(best, bestPeer) }
  const goals = [
    { what: `Meridian's entries a second by ${RATE_GOAL}`, goal: 1, reached: ratios.bulk },
    { what: "Meridian by the peer's best batch", goal: PEER_GOAL, reached: ratios.bulkPeer },
  ]
  const notes = ["The peer's batch is set-based: one function call on arrays, in one transaction a request."]
  return { figures: { lanes: results }, ratios, goals, notes: peer ? notes : [] }
}

async function bulkLanes(system: System, name: string, sizes: readonly number[]): Promise<Lane[]> {
  const books = await openBooks(system, 'many')
  return sizes.flatMap((entries) =>
    CONNECTIONS.map((connections, i) => ({
      label: `${name}, ${entries} a request`,
      port: system.port,
      connections,
      entries,
      nextRequest: bulkPosts(system, books, i + 1, entries),
      accept: (answer) => answer.status === 200,
    })),
  )
}
