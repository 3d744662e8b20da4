import { type Answer, answered, begun, type Entry, type Owner } from './entry.ts'
import { nextStep } from './order.ts'

/** What the sender needs of a database: changes of one entry are atomic, also among tabs. */
export interface OutboxStore {
  /** All of an owner, in the order of capture. */
  entries(owner: Owner): Promise<Entry[]>
  /** Undefined from `change`: it stays as it is. */
  update(ordinal: number, change: (entry: Entry) => Entry | undefined): Promise<Entry | undefined>
}

export interface Transport {
  /** Who is signed in now, asked anew; and how much the server's clock is ahead. */
  identify(): Promise<{ owner: Owner | null; offsetMs: number } | 'unanswered'>
  send(entry: Entry): Promise<Answer>
}

/** Why the sender stopped. */
export type Rest =
  | { kind: 'empty' }
  | { kind: 'until'; atMs: number }
  | { kind: 'offline' }
  | { kind: 'signed-out' }
  | { kind: 'other-session' }

interface Deps {
  store: OutboxStore
  transport: Transport
  owner: Owner
  nowMs: () => number
}

/** Sends what is due, one after the other, until nothing is or something stands in the way. Run by one tab at a time. */
export async function drain({ store, transport, owner, nowMs }: Deps): Promise<Rest> {
  if (!(await store.entries(owner)).some(({ state }) => state.kind === 'waiting')) return { kind: 'empty' }
  // The cookie is the browser's, not the tab's: another tab may have signed in as somebody else.
  const who = await transport.identify()
  if (who === 'unanswered') return { kind: 'offline' }
  if (!who.owner) return { kind: 'signed-out' }
  if (who.owner.tenant !== owner.tenant || who.owner.actor !== owner.actor) return { kind: 'other-session' }
  for (;;) {
    const step = nextStep(await store.entries(owner), nowMs(), who.offsetMs)
    if (step.kind === 'idle') return { kind: 'empty' }
    if (step.kind === 'wait') return { kind: 'until', atMs: step.untilMs }
    if (step.kind === 'hold') {
      const { problem } = step
      await store.update(step.entry.ordinal, (entry) =>
        answered(entry, step.entry.key, { kind: 'forbidden', problem }, nowMs()),
      )
      continue
    }
    // Written down before it is sent: whatever happens now, it is the same request again.
    const attempt = await store.update(step.entry.ordinal, (entry) =>
      entry.key === step.entry.key ? begun(entry, step.sent, nowMs()) : undefined,
    )
    if (!attempt) continue
    const answer = await transport.send(attempt)
    await store.update(attempt.ordinal, (entry) => answered(entry, attempt.key, answer, nowMs()))
    if (answer.kind === 'signed-out' || answer.kind === 'other-session') return { kind: answer.kind }
  }
}
