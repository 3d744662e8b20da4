import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import type { LedgerParts } from '../store.ts'
import { entryEvent, entryView } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { MigrationContract } from './contract.ts'
import type { MigrationTables } from './tables.ts'

interface Surroundings {
  ledger: LedgerParts
  log: EventLog
  tables: MigrationTables
  visibility: Visibility | undefined
}

/** Entries that an import posted, in the order of the file. They lie together in the log. */
export function entriesOfImport(
  { import: id, limit = LIMITS.pageRowsDefault, cursor }: InputOf<MigrationContract, 'ListImportEntries'>,
  { ledger, log, tables, visibility }: Surroundings,
): ReplyOf<MigrationContract, 'ListImportEntries'> | ReturnType<typeof invalidCursor> {
  const after = decodeCursor(cursor, 1)
  if (after === 'invalid') return invalidCursor()
  const data: ReplyOf<MigrationContract, 'ListImportEntries'>['data'] = []
  let looked = 0
  for (const { first, last } of tables.ranges(id).toReversed())
    for (let sequence = Math.max(first, (after?.[0] ?? 0) + 1); sequence <= last; sequence++) {
      if (data.length === limit || looked === LOOKED_AT)
        return { data, nextCursor: encodeCursor([sequence - 1]) }
      looked++
      const event = log.at(sequence)
      if (event?.type !== 'journal-entry-posted') continue
      const entry = entryEvent(event)
      const sight = visibility?.sightOf({ ...entry, author: entry.actor })
      if (entry.data.origin !== id || (visibility && !sight)) continue
      const reversedBy = ledger.entries.find(entry.data.id)?.reversedBy ?? null
      data.push(entryView(ledger.chart, entry, reversedBy, sight))
    }
  return { data, nextCursor: null }
}

/** Events that one page looks at: between the entries stand accounts, units and what rules of parts added. */
const LOOKED_AT = 2_000
