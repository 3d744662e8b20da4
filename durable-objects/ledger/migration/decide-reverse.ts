import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { LedgerParts } from '../store.ts'
import { type EntryEvent, entryEvent, voucherOf } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { ImportReversalBooked } from './contract.ts'
import type { FoundImport, MigrationTables } from './tables.ts'

interface Surroundings {
  ledger: LedgerParts
  tables: MigrationTables
  log: EventLog
  context: CommandContext
  visibility: Visibility | undefined
  effectiveDate: string | undefined
}

export interface RefusedReversal {
  entry: string
  voucher: string
  code: string
  detail: string
}

/**
 * Takes back the next entries of an import, the newest first. Those that were taken back already are passed over; those that
 * cannot be are named, and tried again when the import is reversed once more.
 */
export function decideReverse(
  { data: { id }, row }: FoundImport,
  { ledger, tables, log, context, visibility, effectiveDate }: Surroundings,
): { events: NewEvent[]; reversed: number; refused: RefusedReversal[]; done: boolean } {
  const posting = ledger.begin(context, visibility)
  const refused: RefusedReversal[] = []
  let [reversed, through, looked] = [0, 0, 0]
  for (const event of newestFirst(
    tables.ranges(id),
    log,
    id,
    row.reversed_through ?? Number.MAX_SAFE_INTEGER,
  )) {
    if (looked === LIMITS.reversedEntriesMax) {
      through = event.sequence + 1
      break
    }
    looked++
    const { data } = event
    if (data.reverses !== undefined || ledger.entries.find(data.id)?.reversedBy !== null) continue
    const sight = visibility?.sightOf({ ...event, author: event.actor })
    const date = effectiveDate ?? data.effectiveDate
    const result =
      visibility && !sight?.whole
        ? { refused: 'record_rule', detail: 'Your record rules show you a part of this entry only.' }
        : ledger.reversal(posting, data.id, { effectiveDate: date, origin: id })
    if (!isRefusal(result)) reversed++
    else if (!visibility || sight)
      refused.push({ entry: data.id, voucher: voucherOf(data), code: result.refused, detail: result.detail })
  }
  const data: ImportReversalBooked = { import: id, reversed, refused: refused.length, through }
  const events = [...posting.events, { type: 'import-reversal-booked', version: 1, data }]
  return { events, reversed, refused, done: through === 0 }
}

/** Entries of the parts, from the end of the log on. */
function* newestFirst(
  ranges: readonly { first: number; last: number }[],
  log: EventLog,
  id: string,
  before: number,
): Generator<EntryEvent> {
  for (const { first, last } of ranges)
    for (let sequence = Math.min(last, before - 1); sequence >= first; sequence--) {
      const event = log.at(sequence)
      if (event?.type !== 'journal-entry-posted') continue
      const entry = entryEvent(event)
      if (entry.data.origin === id) yield entry
    }
}
