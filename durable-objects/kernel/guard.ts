import type { NewEvent, RecordedEvent } from './log.ts'
import type { CommandContext } from './module.ts'
import type { Refusal } from './result.ts'

/**
 * What stands between a decision and the log. It sees what the command decided, not only what it was sent: an import and a
 * single entry are judged by the same events, and what would be refused anyway is refused as before.
 */
export interface Guard {
  judge(command: Judged): Verdict | undefined
}

export interface Judged {
  /** Full name: `ledger.PostJournalEntry`. */
  name: string
  module: string
  command: string
  input: unknown
  context: CommandContext
  events: readonly NewEvent[]
  pointerOf?: ((event: NewEvent) => string) | undefined
  /** It has been approved: what asks for an approval does not ask again. */
  released: boolean
}

export type Verdict =
  /** The refusal stands, and `events` say in the log what was tried. */
  | { kind: 'deny'; refusal: Refusal; events: NewEvent[] }
  /** The command waits in the log as `event` until somebody decides. */
  | { kind: 'park'; event: NewEvent; reply: (recorded: RecordedEvent) => unknown }
  /** It should wait, and cannot. */
  | { kind: 'refuse'; refusal: Refusal }
