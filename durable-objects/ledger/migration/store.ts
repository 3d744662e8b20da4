import { hash } from 'node:crypto'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import {
  decodeCursor,
  decodeTextCursor,
  encodeCursor,
  encodeTextCursor,
  invalidCursor,
} from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, NewEvent, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Actor, CommandContext, Decision, Module } from '../../kernel/module.ts'
import { invariant, isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import {
  type ImportMappingSaved,
  type ImportPartBooked,
  type ImportReversalBooked,
  type ImportStarted,
  type MigrationContract,
  migrationContract,
} from './contract.ts'
import { decideOpening } from './decide-opening.ts'
import { decidePart } from './decide-part.ts'
import { decideReverse } from './decide-reverse.ts'
import {
  decideClose,
  decideSaveMapping,
  decideStart,
  importNotFound,
  type MigrationRefusal,
  problemOfMapping,
  problemOfPart,
  sameSettings,
  settingsDiffer,
} from './domain.ts'
import { entriesOfImport } from './entries.ts'
import { proposeMapping } from './propose.ts'
import { type FoundImport, importViewOf, MigrationTables, migrationMigration } from './tables.ts'
import { TEMPLATES } from './templates.ts'

type Name = keyof MigrationContract['operations']
type Asking = { actor: Actor }

/** Files of other systems inside the object: what was started, and how far each has come. */
export function migrationModule(
  database: Database,
  log: EventLog,
  ledger: LedgerParts,
): Module<MigrationContract> {
  const tables = new MigrationTables(database, log)
  const sight = ({ actor }: Asking, name: Name): Visibility | undefined =>
    ledger.sight(actor, `migration.${name}`, migrationContract.operations[name].scope)

  return {
    contract: migrationContract,
    migrations: [migrationMigration],
    derivedTables: ['imports', 'import_parts', 'import_balances', 'import_mappings'],

    commands: {
      StartImport(input, context) {
        const open = tables.openWith(input.digest)
        const before = open && sees(open, context, 'StartImport') ? open : undefined
        const count = before ? 1 : 0
        // What was tried and is then changed starts anew: nothing of it is booked.
        const id = context.idAt('import', context.nextSequence + count)
        const events = decideStart(input, {
          id,
          open: tables.countOpen() - count,
          saved: (code) => seenMapping(code, context, 'StartImport'),
        })
        if (isRefusal(events)) return events
        const started = (events[0] as NewEvent).data as ImportStarted
        if (before && sameSettings(before.data, started))
          return { events: [], reply: () => importViewOf(before) }
        if (before && before.row.parts > 0) return settingsDiffer(before.data.id)
        const replaced = before ? decideClose(before.data.id, 'open', 'import-abandoned') : []
        if (isRefusal(replaced)) return replaced
        return { events: [...replaced, ...events], reply: () => view(id) }
      },
      ImportPart: (input, context) => importPart(input, context),
      FinishImport: ({ import: id }, context) => close(id, context, 'FinishImport', 'import-finished'),
      AbandonImport: ({ import: id }, context) => close(id, context, 'AbandonImport', 'import-abandoned'),
      ReverseImport({ import: id, effectiveDate }, context) {
        const visibility = sight(context, 'ReverseImport')
        const found = seen(id, context, 'ReverseImport')
        if (isRefusal(found)) return found
        if (found.row.status === 'open')
          return refuse('import_open', 'The import is open. Finish or abandon it first.')
        if (found.row.status === 'reversed')
          return { events: [], reply: () => ({ import: view(id), reversed: 0, refused: [], done: true }) }
        const decided = decideReverse(found, { ledger, tables, log, context, visibility, effectiveDate })
        const { events, ...reply } = decided
        return { events, reply: () => ({ import: view(id), ...reply }) }
      },
      SaveImportMapping(input, context) {
        const before = tables.mapping(input.code)
        const events =
          problemOfMapping(input.mapping) ?? decideSaveMapping(input, before, tables.countMappings())
        if (isRefusal(events)) return events
        if (before && !seenMapping(input.code, context, 'SaveImportMapping'))
          return refuse('record_rule', 'Your record rules do not show you the mapping of this code.')
        return { events, reply: () => input }
      },
      PostOpeningBalances(input, context) {
        const visibility = sight(context, 'PostOpeningBalances')
        const mapping = input.mapping ?? TEMPLATES['opening-balances'].mapping
        return decideOpening({ ...input, mapping }, { ledger, posting: ledger.begin(context, visibility) })
      },
    },

    queries: {
      ListImports({ limit = LIMITS.pageRowsDefault, cursor }, context) {
        const after = decodeCursor(cursor, 1)
        if (after === 'invalid') return invalidCursor()
        const data: ReplyOf<MigrationContract, 'ListImports'>['data'] = []
        let last = 0
        for (const found of tables.imports(after?.[0] ?? Number.MAX_SAFE_INTEGER)) {
          if (!sees(found, context, 'ListImports') || isReplaced(found)) continue
          if (data.length === limit) return { data, nextCursor: encodeCursor([last]) }
          data.push(importViewOf(found))
          last = found.row.sequence
        }
        return { data, nextCursor: null }
      },
      GetImport({ import: id }, context) {
        const found = seen(id, context, 'GetImport')
        if (isRefusal(found)) return found
        const { mapping = null, options } = found.data
        return { ...importViewOf(found), mapping, options }
      },
      ListImportErrors({ import: id, limit = LIMITS.pageRowsDefault, cursor }, context) {
        const after = decodeCursor(cursor, 2)
        if (after === 'invalid') return invalidCursor()
        const found = seen(id, context, 'ListImportErrors')
        if (isRefusal(found)) return found
        const [from, skip] = [after?.[0] ?? 1, after?.[1] ?? 0]
        const data: ReplyOf<MigrationContract, 'ListImportErrors'>['data'] = []
        for (const { data: part } of tables.parts(id, from))
          for (const [at, issue] of part.errors.entries()) {
            if (part.part === from && at < skip) continue
            if (data.length === limit) return { data, nextCursor: encodeCursor([part.part, at]) }
            data.push({ part: part.part, ...issue })
          }
        return { data, nextCursor: null }
      },
      ListImportEntries(input, context) {
        const visibility = sight(context, 'ListImportEntries')
        const found = seen(input.import, context, 'ListImportEntries')
        if (isRefusal(found)) return found
        return entriesOfImport(input, { ledger, log, tables, visibility })
      },
      ProposeMapping: ({ sample }) =>
        proposeMapping(sample) ??
        refuse(
          'no_sample',
          'The text has no header with at least two columns. Send the first lines of a CSV file.',
          [{ pointer: '/sample', code: 'no_sample', detail: 'Is no CSV text with a header.' }],
        ),
      ListImportMappings({ limit = LIMITS.pageRowsDefault, cursor }, context) {
        const after = cursor === undefined ? '' : decodeTextCursor(cursor)
        if (after === undefined) return invalidCursor()
        const visibility = sight(context, 'ListImportMappings')
        const rows = tables.mappings(after).filter((each) => seesMapping(each, visibility))
        const data = rows.slice(0, limit)
        const last = rows.length > limit ? data.at(-1) : undefined
        return { data, nextCursor: last ? encodeTextCursor(last.code) : null }
      },
      GetImportTemplate: ({ template }) => TEMPLATES[template],
    },

    apply(events) {
      for (const event of events)
        switch (event.type) {
          case 'import-started':
            tables.start(event as RecordedEvent<string, ImportStarted>)
            break
          case 'import-part-booked':
            tables.book(event as RecordedEvent<string, ImportPartBooked>)
            break
          case 'import-finished':
            tables.close((event.data as { id: string }).id, 'finished')
            break
          case 'import-abandoned':
            tables.close((event.data as { id: string }).id, 'abandoned')
            break
          case 'import-reversal-booked':
            tables.reverse(event as RecordedEvent<string, ImportReversalBooked>)
            break
          case 'import-mapping-saved':
            tables.saveMapping(event as RecordedEvent<string, ImportMappingSaved>)
        }
    },

    titleOf(_, input, actor) {
      const { name, code, import: id = '' } = input as { name?: string; code?: string; import?: string }
      if (name !== undefined || code !== undefined) return name ?? code
      const found = seen(id, { actor }, 'GetImport')
      return isRefusal(found) ? undefined : found.data.name
    },
    /** Mappings and bad rows tell of accounts: a limited reader gets what they did themselves. */
    shownTo: ({ actor: author, data }: StoredEvent, actor, operation, scope) =>
      !ledger.sight(actor, operation, scope) || author === actor.id ? JSON.parse(data) : undefined,
  }

  function importPart(
    input: InputOf<MigrationContract, 'ImportPart'>,
    context: CommandContext,
  ): Decision<ReplyOf<MigrationContract, 'ImportPart'>> | Refusal<MigrationRefusal['refused']> {
    const visibility = sight(context, 'ImportPart')
    const found = seen(input.import, context, 'ImportPart')
    if (isRefusal(found)) return found
    const { id } = found.data
    const digest = hash('sha256', input.text)
    const done = input.dryRun ? undefined : tables.part(id, input.part)
    if (done && done.data.digest !== digest)
      return refuse(
        'import_part_differs',
        `Part ${input.part} was done with another text. Go on with part ${found.row.parts + 1}.`,
      )
    if (done) return { events: [], reply: () => partView(done.data, { repeated: true, dryRun: false }) }
    const problem = problemOfPart(input, found.row)
    if (problem) return problem
    const part = decidePart(input, found, { ledger, tables, context, visibility, digest })
    if (isRefusal(part)) return part
    const { events, data, lineOf, preview } = part
    return {
      events: input.dryRun ? [] : events,
      pointerOf: (event) => `/text/${lineOf.get((event.data as EntryPosted).id) ?? 1}`,
      reply: () => ({
        ...partView(data, { repeated: false, dryRun: input.dryRun ?? false }),
        ...(preview && { preview }),
      }),
    }
  }

  function partView(data: ImportPartBooked, { repeated, dryRun }: { repeated: boolean; dryRun: boolean }) {
    const found = tables.find(data.import)
    invariant(found, 'an import of which a part is booked is there')
    const { entries, corrected, unchanged, refused, accounts, units } = data
    return {
      ...{ import: data.import, part: data.part, dryRun, repeated, rows: data.rows },
      ...{ entries, corrected, unchanged, refused, accounts, units },
      ...{ errors: data.errors, errorsTotal: data.errorsTotal, warnings: data.warnings },
      ...{ rowsDone: found.row.rows, nextPart: found.row.parts + 1, sequence: log.head.sequence },
    }
  }

  function close(
    id: string,
    context: CommandContext,
    name: 'FinishImport' | 'AbandonImport',
    type: 'import-finished' | 'import-abandoned',
  ) {
    const found = seen(id, context, name)
    if (isRefusal(found)) return found
    const events = decideClose(id, found.row.status, type)
    return isRefusal(events) ? events : { events, reply: () => view(id) }
  }

  /** It was tried with settings that were changed before anything was booked. */
  function isReplaced({ row: { status, parts } }: FoundImport): boolean {
    return status === 'abandoned' && parts === 0
  }

  /** A file tells of accounts and amounts: a limited reader sees the imports that they started. */
  function sees(found: FoundImport, asking: Asking, name: Name): boolean {
    return !sight(asking, name) || found.author === asking.actor.id
  }

  function seen(id: string, asking: Asking, name: Name): FoundImport | MigrationRefusal {
    const found = tables.find(id)
    return found && sees(found, asking, name) ? found : importNotFound(id)
  }

  function seenMapping(code: string, asking: Asking, name: Name): ImportMappingSaved | undefined {
    const found = tables.mapping(code)
    return found && seesMapping(found, sight(asking, name)) ? found : undefined
  }

  function seesMapping({ mapping }: ImportMappingSaved, visibility: Visibility | undefined): boolean {
    if (!visibility) return true
    const { accounts = {}, defaults = {} } = mapping
    const codes = [
      ...Object.values(accounts),
      defaults.account,
      defaults.debitAccount,
      defaults.creditAccount,
    ]
    return codes.every((code) => code === undefined || visibility.brokenBy('account', code) === undefined)
  }

  function view(id: string) {
    const found = tables.find(id)
    invariant(found, 'what was just written is not there')
    return importViewOf(found)
  }
}
