import { advanceWatermark, movedByAnother, readWatermark } from '../../d1/reporting/watermarks.ts'
import type { CompanyOpened } from '../../durable-objects/company/contract.ts'
import type { CloudEvent } from '../../durable-objects/kernel/log.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { AccountOpened, EntryPosted } from '../../durable-objects/ledger/contract.ts'
import { type Env, reportingDatabase } from '../../workers/regions.ts'
import type { Sink } from '../consume.ts'

/** Folds the log into the region's reporting database: a slice of events and the new watermark in one D1 batch. */
export function reportingSink(env: Env, region: Region): Sink {
  const database = reportingDatabase(env, region)
  return {
    consumer: 'reporting',
    async watermark(company) {
      return (await readWatermark(database, company, 'reporting'))?.sequence ?? 0
    },
    async write({ company }, after, events) {
      const last = events.at(-1) as CloudEvent
      try {
        await database.batch([
          ...advanceWatermark(database, company, 'reporting', after, last),
          ...project(database, company, events),
        ])
        return true
      } catch (error) {
        if (movedByAnother(error)) return false
        throw error
      }
    },
  }
}

/** Statements that take many rows as one JSON parameter: D1 binds at most 100 parameters a statement. */
function project(
  database: D1Database,
  company: string,
  events: readonly CloudEvent[],
): D1PreparedStatement[] {
  const companies: unknown[][] = []
  const accounts: unknown[][] = []
  const entries: unknown[][] = []
  const months = new Map<string, MonthSums>()
  for (const event of events) {
    switch (event.type) {
      case 'company-opened':
        companies.push(companyRow(company, event.data as CompanyOpened))
        break
      case 'account-opened':
        accounts.push(accountRow(company, event.data as AccountOpened))
        break
      case 'journal-entry-posted':
        entries.push(entryRow(company, event as PostedEvent))
        addToMonths(months, company, event.data as EntryPosted)
    }
  }
  const rows: [statement: string, rows: unknown[][]][] = [
    [INSERT_COMPANY, companies],
    [INSERT_ACCOUNT, accounts],
    [INSERT_ENTRY, entries],
    [ADD_TO_MONTH, [...months.values()]],
  ]
  return rows.flatMap(([statement, all]) =>
    slices(all).map((slice) => database.prepare(statement).bind(JSON.stringify(slice))),
  )
}

type PostedEvent = CloudEvent & { data: EntryPosted }
/** company, account, unit, month, debit and credit quantity, debit and credit value */
type MonthSums = [string, string, string, string, number, number, number, number]

function addToMonths(months: Map<string, MonthSums>, company: string, entry: EntryPosted): void {
  const month = entry.effectiveDate.slice(0, 7)
  for (const { account, unit, quantity, value } of entry.lines) {
    const key = `${account}|${unit}|${month}`
    const sums: MonthSums = months.get(key) ?? [company, account, unit, month, 0, 0, 0, 0]
    sums[4] += Math.max(quantity, 0)
    sums[5] += Math.max(-quantity, 0)
    sums[6] += Math.max(value ?? 0, 0)
    sums[7] += Math.max(-(value ?? 0), 0)
    months.set(key, sums)
  }
}

const companyRow = (id: string, { tenant, slug, name, country, currency, region }: CompanyOpened) => [
  id,
  tenant,
  slug,
  name,
  country,
  currency,
  region,
]

const accountRow = (company: string, { id, code, name, type }: AccountOpened) => [
  company,
  id,
  code,
  name,
  type,
]

function entryRow(company: string, { data, sequence, recordedat }: PostedEvent) {
  const { id, journal, number, effectiveDate, description } = data
  return [company, sequence, id, journal, number, effectiveDate, Number(recordedat), description]
}

const insert = (table: string, columns: string[]) =>
  `INSERT INTO ${table} (${columns.join(', ')})
   SELECT ${columns.map((_, index) => `value ->> ${index}`).join(', ')} FROM json_each(?)`

const INSERT_COMPANY = insert('companies', ['id', 'tenant', 'slug', 'name', 'country', 'currency', 'region'])
const INSERT_ACCOUNT = insert('accounts', ['company', 'id', 'code', 'name', 'type'])
const INSERT_ENTRY = insert('journal_entries', [
  'company',
  'sequence',
  'id',
  'journal',
  'number',
  'effective_date',
  'recorded_at',
  'description',
])
const ADD_TO_MONTH = `${insert('month_balances', [
  'company',
  'account',
  'unit',
  'month',
  'debit_quantity',
  'credit_quantity',
  'debit_value',
  'credit_value',
])} WHERE TRUE
  ON CONFLICT (company, account, unit, month) DO UPDATE SET
    debit_quantity = debit_quantity + excluded.debit_quantity,
    credit_quantity = credit_quantity + excluded.credit_quantity,
    debit_value = debit_value + excluded.debit_value,
    credit_value = credit_value + excluded.credit_value`

/** A bound value ends at 2 MB; an entry's row is below 5 kB. */
const ROWS_A_STATEMENT = 400

function slices<Row>(rows: Row[]): Row[][] {
  const count = Math.ceil(rows.length / ROWS_A_STATEMENT)
  return Array.from({ length: count }, (_, index) =>
    rows.slice(index * ROWS_A_STATEMENT, (index + 1) * ROWS_A_STATEMENT),
  )
}
