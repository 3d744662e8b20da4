import { type AccountSpread, type Books, openBooks, singlePosts } from './lib/books.ts'
import type { Options } from './lib/options.ts'
import { type Outcome, printLanes } from './lib/outcome.ts'
import { fastest, type Lane, type LaneResult, ratio, runRounds } from './lib/rounds.ts'
import { type System, startMeridian, startNoop, startPeer } from './lib/systems.ts'

/**
 * One two-line entry a request, with an API key and an idempotency key: Meridian, the PostgreSQL peer in its two
 * forms, and the platform's ceiling (an RPC that does nothing), in turns in one run.
 */
const CONNECTIONS = [1, 32]
const SPREADS: AccountSpread[] = ['many', 'hot']
const SPREAD_LABEL = { many: '100 accounts', hot: '2 hot accounts' }
const GOALS = { peer: 1.5, hotPeer: 3, rpc: 0.7 }

export async function posting(options: Options): Promise<Outcome> {
  const meridian = options.meridian ? await startMeridian() : undefined
  const peers = options.peer ? [await startPeer('group'), await startPeer('request')] : []
  const noop = await startNoop()
  const systems = [meridian, ...peers].filter((system) => system !== undefined)

  const lanes: Lane[] = []
  for (const system of systems) {
    for (const spread of SPREADS) lanes.push(...postingLanes(system, spread, await openBooks(system, spread)))
  }
  lanes.push(...noopLanes(noop))
  const results = await runRounds(lanes, [...systems, noop], options)
  printLanes('posting: one two-line entry a request', 'requests/s', results)
  return compare(results, peers.some(Boolean))
}

function postingLanes(system: System, spread: AccountSpread, books: Books): Lane[] {
  return CONNECTIONS.map((connections, i) => ({
    label: label(system.name, spread),
    port: system.port,
    connections,
    entries: 1,
    nextRequest: singlePosts(system, books, i + 1),
    accept: (answer) => answer.status === 201,
  }))
}

function noopLanes(noop: System): Lane[] {
  const books: Books = { slug: 'noop', company: 'noop', debits: ['1000'], credits: ['4000'] }
  return CONNECTIONS.map((connections) => ({
    label: noop.name,
    port: noop.port,
    connections,
    entries: 1,
    nextRequest: singlePosts(noop, books, 1),
    accept: (answer) => answer.status === 201,
  }))
}

function compare(results: readonly LaneResult[], withPeer: boolean): Outcome {
  const most = CONNECTIONS.at(-1)
  const at = (name: string, connections = most): LaneResult | undefined =>
    results.find((lane) => lane.label === name && lane.connections === connections)
  const against = (
    spread: AccountSpread,
    rivals: readonly string[],
    connections = most,
  ): number | undefined =>
    ratio(
      at(label('Meridian', spread), connections),
      fastest(rivals.map((rival) => at(label(rival, spread), connections))),
    )
  const both = [PEER_GROUPED, PEER_REQUEST]
  const ratios = {
    peer: against('many', both),
    hotPeer: against('hot', both),
    rpc: ratio(at(label('Meridian', 'many')), at('No-op RPC')),
    // Beside the goals: against the peer without grouping, and without concurrency.
    peerRequest: against('many', [PEER_REQUEST]),
    hotPeerRequest: against('hot', [PEER_REQUEST]),
    peerOneConnection: against('many', both, 1),
    rpcOneConnection: ratio(at(label('Meridian', 'many'), 1), at('No-op RPC', 1)),
  }
  const goals = [
    { what: 'Meridian by the faster peer, 32 connections', goal: GOALS.peer, reached: ratios.peer },
    { what: 'the same on two hot accounts', goal: GOALS.hotPeer, reached: ratios.hotPeer },
    { what: 'Meridian by the no-op RPC', goal: GOALS.rpc, reached: ratios.rpc },
  ]
  return { figures: { lanes: results }, ratios, goals, notes: withPeer ? [...NOTES, ...PEER_NOTES] : NOTES }
}

const PEER_GROUPED = 'Peer, grouped'
const PEER_REQUEST = 'Peer, a transaction a request'

const NOTES = [
  'The no-op RPC reads the request and checks the key, but parses, decides and writes nothing.',
  'Meridian and the peer both sync every commit to disk before they reply (bench/README.md).',
]
const PEER_NOTES = [
  '"Peer, grouped" puts requests that wait for the same company into one transaction, as Meridian does; ratios.peer and ' +
    'ratios.hotPeer are against the faster form, ratios.peerRequest and ratios.hotPeerRequest against the other.',
]

function label(system: string, spread: AccountSpread): string {
  return `${system}, ${SPREAD_LABEL[spread]}`
}
