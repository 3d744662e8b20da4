import type { InputOf } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { refuse } from '../../kernel/result.ts'
import type { CarriedBalance } from '../interchange/model.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import { contentOf, type PartContent } from './candidates.ts'
import { balancesText } from './candidates-journal.ts'
import type { ImportIssue, ImportPartBooked, MigrationContract } from './contract.ts'
import { keptIssues, type MigrationRefusal } from './domain.ts'
import { HalfDone, PartRun, refusePart } from './part.ts'
import { previewOf } from './preview.ts'
import type { PreviewView } from './replies.ts'
import type { FoundImport, MigrationTables } from './tables.ts'

interface Surroundings {
  ledger: LedgerParts
  tables: MigrationTables
  context: CommandContext
  visibility: Visibility | undefined
  digest: string
}

interface DecidedPart {
  events: NewEvent[]
  data: ImportPartBooked
  /** Line of the file that an entry comes from, by its id. */
  lineOf: ReadonlyMap<string, number>
  /** Of a trial. */
  preview?: PreviewView
}

/** Books a part: accounts, units and journals that it needs, its entries, and last of all what it came to. */
export function decidePart(
  input: InputOf<MigrationContract, 'ImportPart'>,
  { data: { id, format, mapping, options, upsert }, row }: FoundImport,
  { ledger, tables, context, visibility, digest }: Surroundings,
): DecidedPart | MigrationRefusal {
  const posting = ledger.begin(context, visibility)
  const head = input.from === undefined ? 0 : (input.head ?? (format === 'csv' ? 1 : 0))
  const isJournal = format !== 'csv' && format !== 'saf-t'
  const lineOf = (line: number) =>
    line <= head ? (isJournal ? 0 : line) : (input.from ?? 1) + line - head - 1
  // A trial of a later part comes before those between are booked: nobody knows what they add up to.
  const isAhead = input.part > row.parts + 1
  const isKnown = isJournal && row.balances_unknown === 0 && !isAhead
  const carried = isKnown ? tables.balances(id) : undefined
  const isOutside = (code: string) => visibility?.brokenBy('account', code) !== undefined
  const content = contentOf(
    {
      ...{ format, text: input.text, mapping, options, lineOf, carried },
      isFirst: input.part === 1,
      lastDate: row.last_date ?? undefined,
    },
    {
      ...{ chart: ledger.chart, posting },
      newAccountId: () => context.newId('account'),
      isOutside,
      openingAccount: ledger.chart.role('openingBalance')?.code,
    },
  )
  const tooLarge = problemOfSize(content)
  if (tooLarge) return tooLarge
  const run = new PartRun(
    {
      ...{ chart: ledger.chart, posting, context, reversal: ledger.reversal },
      trial: () => ledger.begin(context, visibility),
      bookedAs: (externalId) => bookedAs(ledger, externalId, visibility),
    },
    id,
    upsert,
  )
  const result = run.all(content.candidates)
  if (result instanceof HalfDone)
    return refusePart(result.issues, result.issues.length, LIMITS.importErrorsMax)
  // What stands in the repeated lines was said with the part that they come from.
  const errors = [...content.errors, ...result.errors].filter(({ line }) => line > 0)
  if (errors.length > 0 && input.mode !== 'independent' && !input.dryRun)
    return refusePart(keptIssues(errors, LIMITS.importErrorsMax), errors.length, LIMITS.importErrorsMax)
  const data: ImportPartBooked = {
    ...{ import: id, part: input.part, digest, rows: input.rows ?? content.rows },
    ...{ entries: result.entries, corrected: result.corrected, unchanged: result.unchanged },
    ...{ refused: content.refused + result.refused, accounts: content.accounts, units: content.units },
    events: posting.events.length,
    errors: keptIssues(errors, LIMITS.importErrorsMax),
    errorsTotal: errors.length,
    warnings: keptWarnings(content.warnings),
    ...changedBalances(content, carried),
    ...(content.lastDate !== undefined && { lastDate: content.lastDate }),
  }
  const events = [...posting.events, { type: 'import-part-booked', version: 1, data }]
  const preview = input.dryRun
    ? previewOf(content, result, { chart: ledger.chart, posting, isOutside })
    : undefined
  return { events, data, lineOf: result.lineOf, ...(preview && { preview }) }
}

function problemOfSize({ rows, candidates }: PartContent): MigrationRefusal | undefined {
  const lines = candidates.reduce(
    (sum, each) => sum + ('input' in each ? each.input.lines.length : each.lines.length),
    0,
  )
  if (
    rows <= LIMITS.importPartRowsMax * ROWS_A_LINE &&
    candidates.length <= LIMITS.importPartRowsMax &&
    lines <= LIMITS.importPartLinesMax
  )
    return undefined
  return refuse(
    'import_part_too_large',
    `The part has ${candidates.length} entries with ${lines} lines, and at most ${LIMITS.importPartRowsMax} with ${LIMITS.importPartLinesMax} are booked at once. Cut it into smaller parts.`,
  )
}

/** A row of a CSV may be a line of an entry: there are more rows than entries. */
const ROWS_A_LINE = 6

const keptWarnings = (warnings: readonly ImportIssue[]): ImportIssue[] =>
  keptIssues(
    warnings.filter(({ line }) => line > 0),
    LIMITS.importWarningsMax,
  )

/** Running balances that the part changed, for the parts after it. */
function changedBalances(
  { balances }: PartContent,
  carried: readonly CarriedBalance[] | undefined,
): Pick<ImportPartBooked, 'balances' | 'balancesUnknown'> {
  if (balances === undefined || carried === undefined) return {}
  const before = new Map(
    balancesText(carried).map(([account, commodity, amount]) => [`${account}\n${commodity}`, amount]),
  )
  const after = balancesText(balances)
  const changed = after.filter(([account, commodity, amount]) => {
    const key = `${account}\n${commodity}`
    const was = before.get(key)
    before.delete(key)
    return was !== amount
  })
  // What is left of those before has come to nothing.
  const gone = [...before.keys()].map((key): [string, string, string] => {
    const [account = '', commodity = ''] = key.split('\n')
    return [account, commodity, '0']
  })
  const all = [...changed, ...gone]
  return after.length > LIMITS.carriedBalancesMax ? { balancesUnknown: true } : { balances: all }
}

function bookedAs(ledger: LedgerParts, externalId: string, visibility: Visibility | undefined) {
  const sequence = ledger.chart.sequenceOfExternalId(externalId)
  if (sequence === undefined) return undefined
  const [event] = ledger.entries.events([sequence])
  const entry = event && ledger.entries.find(event.data.id)
  if (!entry) return undefined
  const sight = visibility?.sightOf({ ...entry.event, author: entry.event.actor })
  if (visibility && (!sight?.whole || sight.masked)) return 'hidden' as const
  return { entry: event.data, isReversed: entry.reversedBy !== null }
}
