import { bulkPosts, openBooks } from './lib/books.ts'
import { type HeapSample, inspectorEnvironment, listIsolates, openInspector } from './lib/inspector.ts'
import { type LoadResult, runLoad } from './lib/load.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { commandName, processTree, residentMegabytes } from './lib/process.ts'
import { freePort, type System, startMeridian } from './lib/systems.ts'
import { printTable } from './lib/table.ts'

/** Peak heap of the isolate that holds both the Worker and the objects, while bulk requests come in. */
const SIZE = 1000
const CONNECTIONS = 4
const SAMPLE_EVERY_MS = 20
const GOAL_MB = 128
const MEGABYTE = 2 ** 20

interface Peak {
  heapMb: number
  backingMb: number
  residentMb: number
  samples: number
}

export async function memory(options: Options): Promise<Outcome> {
  if (!options.meridian)
    return { figures: {}, ratios: {}, goals: [], notes: ['Only Meridian has an isolate.'] }
  const port = await freePort()
  const system = await startMeridian({ env: inspectorEnvironment(port) })
  const books = await openBooks(system, 'many')
  const isolates = await listIsolates(port)
  // Miniflare's own helpers run in isolates of their own, which the product does not have on the platform.
  const isolate = isolates.find((one) => one.id.startsWith('core:user:')) ?? isolates[0]
  if (!isolate) throw new Error('the runtime lists no isolate to inspect')
  const inspector = await openInspector(isolate.url)
  const durationMs = options.rounds * options.seconds * 1000
  const load = runLoad({
    port: system.port,
    connections: CONNECTIONS,
    durationMs,
    nextRequest: bulkPosts(system, books, 1, SIZE),
    accept: (answer) => answer.status === 200,
  })
  const { peak, result } = await watch(system, () => inspector.sample(), load)
  await inspector.collectGarbage()
  const afterMb = (await inspector.sample()).usedBytes / MEGABYTE
  inspector.close()

  const entriesPerSecond = result.rate * SIZE
  printTable(
    `memory: bulk requests of ${SIZE}, ${CONNECTIONS} connections, ${Math.round(entriesPerSecond)} entries/s`,
    ['', 'MB'],
    [
      ['peak of the heap in use', peak.heapMb],
      ['peak of buffers outside the heap', peak.backingMb],
      ['heap in use after a collection at the end', afterMb],
      ['peak resident memory of the whole runtime process', peak.residentMb],
    ],
  )
  const ratios = { memory: GOAL_MB / peak.heapMb }
  const goals = [{ what: `${GOAL_MB} MB by the peak heap`, goal: 1, reached: ratios.memory }]
  const notes = [
    `${peak.samples} samples of ${isolate.id}; the peak includes garbage not yet collected.`,
    'The local runtime does not enforce the limit, so nothing made it collect earlier than it chose.',
  ]
  if (result.refused > 0) notes.push(`${result.refused} requests were refused: ${result.firstRefusal}`)
  return { figures: { ...peak, afterMb, entriesPerSecond }, ratios, goals, notes }
}

async function watch(
  system: System,
  sample: () => Promise<HeapSample>,
  load: Promise<LoadResult>,
): Promise<{ peak: Peak; result: LoadResult }> {
  const runtime = system.pids.flatMap(processTree).find((pid) => commandName(pid).startsWith('workerd'))
  const peak = { heapMb: 0, backingMb: 0, residentMb: Number.NaN, samples: 0 }
  let running = true
  const done = load.finally(() => {
    running = false
  })
  while (running) {
    const { usedBytes, backingBytes } = await sample()
    peak.heapMb = Math.max(peak.heapMb, usedBytes / MEGABYTE)
    peak.backingMb = Math.max(peak.backingMb, backingBytes / MEGABYTE)
    const resident = runtime === undefined ? undefined : residentMegabytes(runtime)
    if (resident !== undefined)
      peak.residentMb = Math.max(Number.isNaN(peak.residentMb) ? 0 : peak.residentMb, resident)
    peak.samples += 1
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS))
  }
  return { peak, result: await done }
}
