import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../durable-objects/faults.ts'
import type { EntryView } from '../durable-objects/ledger/contract.ts'
import { type Api, accepted, until } from '../tests/support/api.ts'
import { verifyChain } from '../tests/support/chain.ts'
import { Company, type Event, largestEntry, postLargestEntries, sale } from '../tests/support/company.ts'
import { OwnServer } from '../tests/support/own-server.ts'

/** Whatever happens on the way out, reporting and archive end up with what the company's books say. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

const arrange = async (fault: Fault, batches: number) =>
  accepted(await api.post('/v1/sandbox/faults', { fault, batches }))

/** Waits until the whole log was given to the queue. */
const sent = (company: Company) =>
  until('the log to be sent', async () => {
    const { sequence, relayed } = await company.usage()
    return relayed.sent === sequence ? relayed : undefined
  })

/** Entries of about a kilobyte in three months, some in dollars: enough of them do not fit a message. */
const entries = (count: number) =>
  upTo(count).map((row) => ({
    effectiveDate: `2026-0${1 + (row % 3)}-${String(1 + (row % 28)).padStart(2, '0')}`,
    description: `Entry ${row} ${'·'.repeat(400)}`,
    lines: [
      row % 4 === 0
        ? { account: '1200', debit: `${row * 2}.00`, unit: 'USD', value: `${row}.00` }
        : { account: '1000', debit: `${row}.00` },
      { account: '4000', credit: `${row}.00` },
    ],
  }))

describe('a queue that loses, doubles and reorders', () => {
  const companies: Record<string, Company> = {}
  /** How far it was when the last message had gone: some seconds later they are sent again. */
  let lost: Awaited<ReturnType<typeof sent>>

  // All faults first and all looks afterwards: what was lost comes again only after a while.
  beforeAll(async () => {
    companies.lost = await Company.open(api)
    await companies.lost.caughtUp()
    await arrange('lost', 20)
    for (const amount of ['1.00', '2.00', '3.00']) accepted(await companies.lost.postEntry(sale(amount)))
    lost = await sent(companies.lost)
    await arrange('none', 0)

    companies.doubled = await Company.open(api)
    await companies.doubled.caughtUp()
    await arrange('doubled', 20)
    accepted(await companies.doubled.postRows('/journal-entries/bulk', entries(300)))
    accepted(await companies.doubled.postEntry(sale('7.00')))
    await companies.doubled.caughtUp()

    companies.reordered = await Company.open(api)
    await companies.reordered.caughtUp()
    await arrange('reordered', 1)
    accepted(await companies.reordered.postRows('/journal-entries/bulk', entries(100)))
    await sent(companies.reordered)
    // The message about this one overtakes the message before it, which comes late and finds everything done.
    accepted(await companies.reordered.postEntry(sale('8.00')))
    await companies.reordered.caughtUp()
  })

  it('does lose a message', () => {
    expect(lost).toEqual({ sent: lost.sent, reporting: lost.sent - 3, archive: lost.sent - 3 })
  })

  it('carries an entry that is larger than a message', async () => {
    const company = await Company.open(api)
    accepted(await company.postEntry(sale()))
    const view = accepted(await company.postEntry(largestEntry()))
    expect(view.lines).toHaveLength(1_000)
    accepted(await company.postEntry(sale()))
    await company.caughtUp()
    await expectReportingIsTheBooks(company)
    await expectArchiveIsTheLog(company)
  })

  it('carries a backlog that is larger than one call may carry', async () => {
    const company = await Company.open(api)
    const count = await postLargestEntries(company)
    await company.caughtUp(30_000)
    const entries = await rowsOf('SELECT COUNT(*) AS count FROM journal_entries WHERE company = ?', company)
    expect(entries).toEqual([{ count }])
  })

  it.each(['lost', 'doubled', 'reordered'])(
    'leaves reporting and archive as the books are: %s',
    async (fault) => {
      const company = companies[fault] as Company
      await company.caughtUp()
      await expectReportingIsTheBooks(company)
      await expectArchiveIsTheLog(company)
    },
  )
})

interface TrialBalance {
  rows: {
    account: { code: string }
    debit: string
    credit: string
    quantities: { unit: string; amount: string }[]
  }[]
}

const cents = (text: string) => Math.round(Number(text) * 100)

async function rowsOf<Row>(statement: string, company: Company): Promise<Row[]> {
  const reporting = await server.database('REPORTING_EU')
  return (await reporting.prepare(statement).bind(company.id).all<Row>()).results
}

/** Everything in D1 about the company, against what its object answers. */
async function expectReportingIsTheBooks(company: Company): Promise<void> {
  const sequence = await company.sequence()
  const marks = await rowsOf(
    'SELECT consumer, sequence FROM watermarks WHERE company = ? ORDER BY consumer',
    company,
  )
  expect(marks).toEqual([
    { consumer: 'archive', sequence },
    { consumer: 'reporting', sequence },
  ])
  // What "today" is matters to the object alone.
  const { timeZone: __, ...profile } = accepted(await company.get<Record<string, string>>(''))
  const [{ tenant: _, ...row } = {}, ...more] = await rowsOf<Record<string, string>>(
    'SELECT * FROM companies WHERE id = ?',
    company,
  )
  expect([row, more]).toEqual([profile, []])

  const accounts = await company.all<{ id: string; code: string; name: string; type: string }>('/accounts')
  expect(
    await rowsOf('SELECT id, code, name, type FROM accounts WHERE company = ? ORDER BY code', company),
  ).toEqual(accounts.map(({ id, code, name, type }) => ({ id, code, name, type })))
  const idOf = new Map(accounts.map(({ code, id }) => [code, id]))
  const booked = (await company.entries()).sort((a, b) => a.sequence - b.sequence)
  await expectEntries(company, booked)
  await expectMonths(company, booked, idOf)
}

async function expectEntries(company: Company, booked: EntryView[]): Promise<void> {
  const rows = await rowsOf(
    `SELECT sequence, id, journal, number, effective_date AS effectiveDate, description, recorded_at AS recordedAt
     FROM journal_entries WHERE company = ? ORDER BY sequence`,
    company,
  )
  expect(rows).toEqual(
    booked.map(({ sequence, id, journal, number, effectiveDate, description, recordedAt }) => ({
      ...{ sequence, id, journal, number, effectiveDate, description },
      recordedAt: Date.parse(`${recordedAt.slice(0, -4)}Z`) * 1_000 + Number(recordedAt.slice(-4, -1)),
    })),
  )
}

interface Movement {
  account: string | undefined
  unit: string
  month: string
  quantity: number
  value: number | null
}

function movements({ lines, effectiveDate }: EntryView, idOf: Map<string, string>): Movement[] {
  return lines.map(({ account, unit, debit, credit, value }) => {
    const sign = debit === null ? -1 : 1
    return {
      account: idOf.get(account.code),
      unit,
      month: effectiveDate.slice(0, 7),
      quantity: sign * cents((debit ?? credit) as string),
      value: value === null ? null : sign * cents(value),
    }
  })
}

async function expectMonths(company: Company, booked: EntryView[], idOf: Map<string, string>): Promise<void> {
  interface Month extends Record<'debitQuantity' | 'creditQuantity' | 'debitValue' | 'creditValue', number> {
    account: string
    unit: string
    month: string
  }
  const rows = await rowsOf<Month>(
    `SELECT account, unit, month, debit_quantity AS debitQuantity, credit_quantity AS creditQuantity,
       debit_value AS debitValue, credit_value AS creditValue FROM month_balances WHERE company = ?`,
    company,
  )
  // The object's own report, and the months recomputed from its entries: both have to agree with D1.
  const { rows: trial } = accepted(await company.get<TrialBalance>('/reports/trial-balance?asOf=2999-12-31'))
  for (const { account, debit, credit, quantities } of trial) {
    const ofAccount = rows.filter((row) => row.account === idOf.get(account.code))
    const sum = (of: (row: Month) => number, unit?: string) =>
      ofAccount.reduce((total, row) => total + (unit === undefined || row.unit === unit ? of(row) : 0), 0)
    expect([sum((row) => row.debitValue), sum((row) => row.creditValue)]).toEqual([
      cents(debit),
      cents(credit),
    ])
    for (const { unit, amount } of quantities)
      expect(sum((row) => row.debitQuantity - row.creditQuantity, unit)).toBe(cents(amount))
  }
  expect(new Set(rows.map(({ account }) => account)).size).toBe(trial.length)

  const months = new Map<string, number[]>()
  for (const { account, unit, month, quantity, value } of booked.flatMap((entry) => movements(entry, idOf))) {
    const sums = months.get(`${account} ${unit} ${month}`) ?? [0, 0, 0, 0]
    const added = [quantity, -quantity, value ?? 0, -(value ?? 0)].map((each) => Math.max(each, 0))
    months.set(
      `${account} ${unit} ${month}`,
      sums.map((each, index) => each + (added[index] as number)),
    )
  }
  const stored = rows.map((row): [string, number[]] => [
    `${row.account} ${row.unit} ${row.month}`,
    [row.debitQuantity, row.creditQuantity, row.debitValue, row.creditValue],
  ])
  expect(new Map(stored)).toEqual(months)
}

/** Every segment of the company in R2: together the whole log, chained, and provable without the company. */
async function expectArchiveIsTheLog(company: Company): Promise<void> {
  const bucket = await server.bucket('ARCHIVE_EU')
  const objects: R2Object[] = []
  let cursor: string | undefined
  do {
    const page = await bucket.list({ include: ['customMetadata'], ...(cursor !== undefined && { cursor }) })
    objects.push(...page.objects.filter(({ key }) => key.includes(`/${company.id}/`)))
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)

  const archived = new Map<number, Event>()
  const segments: { metadata: Record<string, string>; events: Event[] }[] = []
  for (const { key, customMetadata } of objects) {
    const object = (await bucket.get(key)) as R2ObjectBody
    const text = gunzipSync(Buffer.from(await object.arrayBuffer())).toString()
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Event)
    for (const event of events) {
      // Two segments over the same events say the same.
      expect(archived.get(event.sequence) ?? event).toEqual(event)
      archived.set(event.sequence, event)
    }
    segments.push({ metadata: customMetadata ?? {}, events })
  }

  const log = [...archived.values()].sort((a, b) => a.sequence - b.sequence)
  expect(log.map(({ sequence }) => sequence)).toEqual(upTo(await company.sequence()))
  expect(verifyChain(log)).toEqual([])
  expect(log).toEqual(await company.events())
  for (const { metadata, events } of segments) {
    const first = events[0] as Event
    const last = events.at(-1) as Event
    expect(events.map(({ sequence }) => sequence)).toEqual(
      upTo(events.length).map((index) => first.sequence - 1 + index),
    )
    expect(metadata).toEqual({
      first: String(first.sequence),
      last: String(last.sequence),
      previousHash: archived.get(first.sequence - 1)?.hash ?? '0'.repeat(64),
      lastHash: last.hash,
    })
    // And each segment by itself, from what its metadata says came before.
    expect(verifyChain(events, metadata.previousHash, first.sequence)).toEqual([])
  }
}
