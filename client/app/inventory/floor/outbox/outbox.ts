import { createStore, type Store } from '../../../lib/store.ts'
import { addEntry, databaseStore, othersWaiting, removeOutdated } from './database-store.ts'
import { type Captured, changed, discarded, type Entry, type Owner, retried } from './entry.ts'
import { drain, type Rest } from './sender.ts'
import { httpTransport } from './transport.ts'

/** The outbox of this tab: what is in it, for the screens, and when it is sent. */

export interface OutboxView {
  entries: readonly Entry[]
  others: readonly { name: string; count: number }[]
  /** Why it rests; undefined while it sends. */
  rest: Rest['kind'] | undefined
  isLoaded: boolean
}

export const outbox: Store<OutboxView> = createStore<OutboxView>({
  entries: [],
  others: [],
  rest: 'empty',
  isLoaded: false,
})

const LOCK = 'meridian-outbox'
const OFFLINE_AGAIN_MS = 15_000
const transport = httpTransport((url, init) => fetch(url, init))

let owner: Owner | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let channel: BroadcastChannel | undefined
let isSending = false
let isWanted = false
let onSent: () => void = () => undefined

/** Begins to send for whoever is signed in; the returned function stops it. `sent`: something was answered. */
export function openOutbox(whose: Owner, sent: () => void): () => void {
  owner = whose
  onSent = sent
  channel = new BroadcastChannel(LOCK)
  channel.onmessage = () => void reload()
  const wake = () => void send()
  const wakeShown = () => document.visibilityState === 'visible' && wake()
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wakeShown)
  void begin(whose)
  return () => {
    removeEventListener('online', wake)
    document.removeEventListener('visibilitychange', wakeShown)
    clearTimeout(timer)
    channel?.close()
    channel = undefined
    owner = undefined
  }
}

async function begin(whose: Owner): Promise<void> {
  await removeOutdated(whose, Date.now())
  // What was not allowed may be by now: it is asked once after every start.
  for (const { ordinal, state } of await databaseStore.entries(whose))
    if (state.kind === 'held' && state.problem.status === 403) await databaseStore.update(ordinal, retried)
  await reload()
  await send()
}

/** Written to the disk before this resolves; sent as soon as there is a connection. */
export async function capture(captured: Captured): Promise<void> {
  await addEntry(captured)
  await told()
  void send()
}

export const discard = (ordinal: number): Promise<boolean> =>
  act(ordinal, (entry) => discarded(entry, Date.now()))

export const retry = (ordinal: number): Promise<boolean> => act(ordinal, retried)

export const sendChanged = (
  ordinal: number,
  input: Entry['input'],
  fresh: { key: string; knownAt: number | null },
): Promise<boolean> => act(ordinal, (entry) => changed(entry, input, fresh))

/** Whether it was possible: meanwhile another tab may have done something else with it. */
async function act(ordinal: number, change: (entry: Entry) => Entry | undefined): Promise<boolean> {
  const after = await databaseStore.update(ordinal, change)
  await told()
  void send()
  return after !== undefined
}

async function told(): Promise<void> {
  channel?.postMessage('changed')
  await reload()
}

async function reload(): Promise<void> {
  if (!owner) return
  const whose = owner
  const [entries, others] = await Promise.all([databaseStore.entries(whose), othersWaiting(whose)])
  if (owner === whose) outbox.set({ ...outbox.get(), entries, others, isLoaded: true })
}

/** In one tab at a time: the lock is the browser's. */
export async function send(): Promise<void> {
  isWanted = true
  if (isSending) return
  isSending = true
  clearTimeout(timer)
  try {
    while (isWanted && owner) {
      isWanted = false
      const whose = owner
      outbox.set({ ...outbox.get(), rest: undefined })
      const rest = await locked(() => drain({ store: watched, transport, owner: whose, nowMs: Date.now }))
      outbox.set({ ...outbox.get(), rest: rest.kind })
      if (rest.kind === 'offline') again(OFFLINE_AGAIN_MS)
      if (rest.kind === 'until') again(Math.max(500, rest.atMs - Date.now()))
    }
  } catch {
    // A database that cannot be read for the moment: nothing was sent that is not written down.
    again(OFFLINE_AGAIN_MS)
  } finally {
    isSending = false
  }
  await reload()
}

function again(delayMs: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => void send(), delayMs)
}

/** Browsers give locks to secure pages only; without one, keys alone keep a command from being done twice. */
const locked = (run: () => Promise<Rest>): Promise<Rest> =>
  'locks' in navigator ? navigator.locks.request(LOCK, run) : run()

/** The database, telling the screens of every change. */
const watched: typeof databaseStore = {
  entries: databaseStore.entries,
  async update(ordinal, change) {
    const after = await databaseStore.update(ordinal, change)
    await told()
    if (after && after.state.kind !== 'waiting') onSent()
    return after
  },
}
