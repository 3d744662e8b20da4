import { advanceWatermark, movedByAnother, readWatermark } from '../../d1/reporting/watermarks.ts'
import type { CompanyImported, CompanyOpened } from '../../durable-objects/company/contract.ts'
import type { CloudEvent } from '../../durable-objects/kernel/log.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type {
  AccountChanged,
  AccountMerged,
  AccountOpened,
  EntryPosted,
} from '../../durable-objects/ledger/contract.ts'
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
    async write({ company, tenant }, after, events) {
      const last = events.at(-1) as CloudEvent
      try {
        await database.batch([
          ...advanceWatermark(database, company, 'reporting', after, last),
          ...project(database, company, tenant, events),
          ...adopted(database, company, events),
          ...rechartered(database, company, events),
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
  tenant: string,
  events: readonly CloudEvent[],
): D1PreparedStatement[] {
  const companies: unknown[][] = []
  const accounts: unknown[][] = []
  const entries: unknown[][] = []
  const months = new Map<string, MonthSums>()
  for (const event of events) {
    switch (event.type) {
      case 'company-opened':
        companies.push(companyRow(company, { ...(event.data as CompanyOpened), tenant }))
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

/** Imported books carry on under the name that they were given; whose they are, the message says from the first event on. */
const adopted = (database: D1Database, company: string, events: readonly CloudEvent[]) =>
  events
    .filter(({ type }) => type === 'company-imported')
    .map(({ data }) => {
      const { slug, name, region } = data as CompanyImported
      const update = 'UPDATE companies SET slug = ?, name = ?, region = ? WHERE id = ?'
      return database.prepare(update).bind(slug, name, region, company)
    })

/** Accounts under their new codes and names, and merged ones as the one that they are now. */
function rechartered(
  database: D1Database,
  company: string,
  events: readonly CloudEvent[],
): D1PreparedStatement[] {
  const fields = new Map<string, { code?: string | undefined; name?: string | undefined }>()
  const merges: AccountMerged[] = []
  for (const { type, data } of events) {
    if (type === 'account-changed') {
      const { id, after } = data as AccountChanged
      fields.set(id, { ...fields.get(id), ...after })
    }
    if (type === 'account-merged') merges.push(data as AccountMerged)
  }
  const rows = [...fields]
    .filter(([, { code, name }]) => code !== undefined || name !== undefined)
    .map(([id, { code = null, name = null }]) => [id, code, name])
  return [
    ...slices(rows).map((slice) => database.prepare(CHANGE_ACCOUNTS).bind(JSON.stringify(slice), company)),
    ...merges.flatMap((each) => merged(database, company, each)),
  ]
}

const merged = (database: D1Database, company: string, { id, into }: AccountMerged) => [
  database.prepare(MOVE_MONTHS).bind(into, company, id),
  database.prepare('DELETE FROM month_balances WHERE company = ? AND account = ?').bind(company, id),
  database.prepare('DELETE FROM accounts WHERE company = ? AND id = ?').bind(company, id),
]

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
const CHANGE_ACCOUNTS = `UPDATE accounts SET code = COALESCE(value ->> 1, code), name = COALESCE(value ->> 2, name)
  FROM json_each(?) AS changed WHERE company = ? AND accounts.id = value ->> 0`
const ADD_SUMS = `ON CONFLICT (company, account, unit, month) DO UPDATE SET
    debit_quantity = debit_quantity + excluded.debit_quantity,
    credit_quantity = credit_quantity + excluded.credit_quantity,
    debit_value = debit_value + excluded.debit_value,
    credit_value = credit_value + excluded.credit_value`
const MOVE_MONTHS = `INSERT INTO month_balances
  SELECT company, ?, unit, month, debit_quantity, credit_quantity, debit_value, credit_value FROM month_balances
  WHERE company = ? AND account = ? ${ADD_SUMS}`
const ADD_TO_MONTH = `${insert('month_balances', [
  'company',
  'account',
  'unit',
  'month',
  'debit_quantity',
  'credit_quantity',
  'debit_value',
  'credit_value',
])} WHERE TRUE ${ADD_SUMS}`

/** A bound value ends at 2 MB; an entry's row is below 5 kB. */
const ROWS_A_STATEMENT = 400

function slices<Row>(rows: Row[]): Row[][] {
  const count = Math.ceil(rows.length / ROWS_A_STATEMENT)
  return Array.from({ length: count }, (_, index) =>
    rows.slice(index * ROWS_A_STATEMENT, (index + 1) * ROWS_A_STATEMENT),
  )
}
