import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { newId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Actor } from '../../kernel/module.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { EntryView } from '../contract.ts'
import type {
  DraftSummary,
  DraftView,
  OccurrenceView,
  ReversalView,
  ScheduleView,
  TemplateView,
} from './contract.ts'

/** Drafts of one company, on a day of ours. */
class Office extends TestBooks {
  static override async open(): Promise<Office> {
    const office = new Office()
    const profile = { name: 'Test', slug: 'test', country: 'DE', currency: 'EUR', region: 'eu' }
    expectAccepted(await office.execute('company', 'OpenCompany', profile))
    for (const [code, type] of [
      ['1000', 'asset'],
      ['4000', 'income'],
      ['6000', 'expense'],
    ])
      expectAccepted(await office.execute('ledger', 'OpenAccount', { code, name: code, type }))
    return office
  }

  async does<Reply>(command: string, input: unknown): Promise<Reply> {
    return expectAccepted(await this.execute('drafts', command, input)) as unknown as Reply
  }

  asks<Reply>(query: string, input: unknown = {}): Promise<Reply> {
    return this.ask<Reply>('drafts', query, input)
  }

  async list<Row>(query: string, input: unknown = {}): Promise<Row[]> {
    return (await this.asks<{ data: Row[] }>(query, input)).data
  }

  as(actor: Partial<Actor>, module: string, command: string, input: unknown): Promise<Outcome> {
    return this.stub.execute({
      company: this.company,
      module,
      command,
      input: JSON.stringify(input),
      actor: { ...this.actor, ...actor },
      requestId: newId('request'),
    })
  }

  async entries(): Promise<EntryView[]> {
    const { data } = await this.ask<{ data: EntryView[] }>('ledger', 'ListJournalEntries', {
      limit: 200,
      order: 'asc',
    })
    return data
  }

  /** The alarm, as often as there is something due. */
  async alarm(times = 1): Promise<void> {
    for (let time = 0; time < times; time++) await runDurableObjectAlarm(this.stub)
  }

  async expectSound(): Promise<void> {
    expect((await this.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

const lines = [
  { account: '6000', debit: '10.00' },
  { account: '1000', credit: '10.00' },
]
const rent = (more: object = {}) => ({
  name: 'Rent',
  entry: { description: 'Rent {yyyy}-{mm}', lines },
  rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
  start: '2027-01-31',
  ...more,
})

const refused = (code: string) => ({ kind: 'refused', refusal: { refused: code } })

/** The object's clock runs in the same isolate as the tests. */
const on = (date: string) => vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${date}T12:00:00Z`) })

afterEach(() => {
  vi.useRealTimers()
})

describe('a draft', () => {
  it('may lack anything, says what it lacks, and is posted once it is complete, exactly once', async () => {
    const office = await Office.open()
    const empty = await office.does<DraftView>('SaveDraft', { entry: {} })
    expect(empty).toMatchObject({ version: 1, status: 'open', isReady: false, entry: { lines: [] } })
    expect(empty.problems.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/effectiveDate', 'required'],
      ['/lines', 'too_small'],
    ])
    const draft = empty.id
    const odd = { effectiveDate: '2026-03-31', lines: [lines[0], { account: '9999', credit: '9.00' }] }
    const second = await office.does<DraftView>('SaveDraft', { draft, version: 1, entry: odd })
    expect(second.problems).toMatchObject([{ pointer: '/lines/1/account', code: 'unknown_account' }])
    expect(await office.execute('drafts', 'PostDraft', { draft })).toMatchObject(refused('unknown_account'))

    expect(await office.execute('drafts', 'SaveDraft', { draft, version: 1, entry: odd })).toMatchObject(
      refused('draft_changed'),
    )
    expect(await office.execute('drafts', 'SaveDraft', { draft, entry: odd })).toMatchObject(
      refused('draft_changed'),
    )
    const entry = { effectiveDate: '2026-03-31', description: 'Rent', lines }
    const third = await office.does<DraftView>('SaveDraft', { draft, version: 2, entry })
    expect(third).toMatchObject({ version: 3, isReady: true, problems: [], entry })
    expect(await office.does<DraftView>('SaveDraft', { draft, version: 3, entry })).toMatchObject({
      version: 3,
    })
    expect(await office.execute('drafts', 'PostDraft', { draft, version: 2 })).toMatchObject(
      refused('draft_changed'),
    )
    expect(await office.entries()).toEqual([])

    const posted = await office.does<EntryView>('PostDraft', { draft, version: 3 })
    expect(posted).toMatchObject({ number: 1, origin: draft, description: 'Rent', total: '10.00' })
    expect(await office.execute('drafts', 'PostDraft', { draft })).toMatchObject(refused('draft_posted'))
    for (const command of ['SaveDraft', 'DiscardDraft'])
      expect(await office.execute('drafts', command, { draft, version: 3, entry })).toMatchObject(
        refused('draft_posted'),
      )
    expect(await office.asks<DraftView>('GetDraft', { draft })).toMatchObject({
      status: 'posted',
      entryId: posted.id,
      isReady: false,
    })
    expect(await office.list('ListDrafts')).toEqual([])
    expect(await office.list<DraftSummary>('ListDrafts', { status: 'posted' })).toMatchObject([
      { id: draft, total: '10.00', lines: 2, entryId: posted.id },
    ])
    await office.expectSound()
  })

  it('keeps its accounts when their codes change', async () => {
    const office = await Office.open()
    const { id: draft } = await office.does<DraftView>('SaveDraft', {
      entry: { effectiveDate: '2026-03-31', lines },
    })
    expectAccepted(await office.execute('ledger', 'RenumberAccount', { code: '6000', newCode: '6100' }))
    expect((await office.asks<DraftView>('GetDraft', { draft })).entry.lines[0]?.account).toBe('6100')
    const posted = await office.does<EntryView>('PostDraft', { draft })
    expect(posted.lines[0]?.account.code).toBe('6100')
    await office.expectSound()
  })

  it('is one of many that are posted together: all of them, or the good ones', async () => {
    const office = await Office.open()
    const ids: string[] = []
    for (const amount of ['1.00', '2.00', '3.00']) {
      const entry = {
        effectiveDate: '2026-03-31',
        lines: [
          { account: '6000', debit: amount },
          { account: '1000', credit: amount === '2.00' ? '2.01' : amount },
        ],
      }
      ids.push((await office.does<DraftView>('SaveDraft', { entry })).id)
    }
    const none = newId('draft')
    const drafts = [...ids, none, ids[0]]
    expect(await office.execute('drafts', 'PostDrafts', { drafts })).toMatchObject({
      kind: 'refused',
      refusal: {
        refused: 'drafts_refused',
        errors: [
          { pointer: '/drafts/1/lines', code: 'unbalanced_entry' },
          { pointer: '/drafts/3', code: 'draft_not_found' },
          { pointer: '/drafts/4', code: 'draft_posted' },
        ],
      },
    })
    expect(await office.entries()).toEqual([])
    const reply = await office.does<{ posted: number; results: object[] }>('PostDrafts', {
      drafts,
      mode: 'independent',
    })
    expect(reply.posted).toBe(2)
    expect(reply.results).toMatchObject([
      { status: 'posted', number: 1 },
      { status: 'refused', problem: { code: 'unbalanced_entry' } },
      { status: 'posted', number: 2 },
      { status: 'refused', problem: { code: 'draft_not_found' } },
      { status: 'refused', problem: { code: 'draft_posted' } },
    ])
    expect((await office.entries()).map(({ origin }) => origin)).toEqual([ids[0], ids[2]])
    await office.does('DiscardDraft', { draft: ids[1], reason: 'Wrong' })
    expect(await office.list('ListDrafts')).toEqual([])
    await office.expectSound()
  })

  it('is found by date and words, a page at a time', async () => {
    const office = await Office.open()
    for (let day = 1; day <= 5; day++)
      await office.does('SaveDraft', {
        entry: { effectiveDate: `2026-03-0${day}`, description: `Rent ${day}%` },
      })
    await office.does('SaveDraft', { entry: { reference: 'INV-7' } })
    const range = { from: '2026-03-02', to: '2026-03-04', limit: 2 }
    const first = await office.asks<{ data: DraftSummary[]; nextCursor: string }>('ListDrafts', range)
    expect(first.data.map(({ description }) => description)).toEqual(['Rent 4%', 'Rent 3%'])
    const second = await office.asks<{ data: DraftSummary[]; nextCursor: null }>('ListDrafts', {
      ...range,
      cursor: first.nextCursor,
    })
    expect(second).toMatchObject({ data: [{ description: 'Rent 2%' }], nextCursor: null })
    expect(await office.list<DraftSummary>('ListDrafts', { undated: true })).toHaveLength(1)
    expect(await office.list<DraftSummary>('ListDrafts', { q: '5%' })).toMatchObject([
      { description: 'Rent 5%' },
    ])
    expect(await office.list<DraftSummary>('ListDrafts', { q: 'inv-7' })).toHaveLength(1)
  })

  it('does not exist for who may not see one of its accounts, and cannot be written by them', async () => {
    const office = await Office.open()
    const { id: draft } = await office.does<DraftView>('SaveDraft', { entry: { lines } })
    const actor = { id: 'user_limited', rules: [{ field: 'account', deny: ['6000'] }] }
    const limited = { ...office.actor, ...actor }
    const answer = await office.stub.ask({
      module: 'drafts',
      query: 'GetDraft',
      input: { draft },
      actor: limited,
    })
    expect(answer).toMatchObject({ kind: 'refused', refusal: { refused: 'draft_not_found' } })
    const list = await office.stub.ask({ module: 'drafts', query: 'ListDrafts', input: {}, actor: limited })
    expect(list).toMatchObject({ body: expect.stringContaining('"data":[]') })
    for (const [command, input] of [
      ['PostDraft', { draft }],
      ['SaveDraft', { draft, version: 1, entry: {} }],
      ['DiscardDraft', { draft }],
    ] as const)
      expect(await office.as(actor, 'drafts', command, input)).toMatchObject(refused('draft_not_found'))
    for (const account of ['6000', '6999'])
      expect(
        await office.as(actor, 'drafts', 'SaveDraft', { entry: { lines: [{ account: '6000' }] } }),
      ).toMatchObject({
        kind: 'refused',
        refusal: { refused: 'record_rule', errors: [{ pointer: '/entry/lines/0/account' }] },
      }) ?? account
    const own = expectAccepted(await office.as(actor, 'drafts', 'SaveDraft', { entry: {} }))
    const seen = await office.stub.ask({
      module: 'drafts',
      query: 'GetDraft',
      input: { draft: own.id },
      actor: limited,
    })
    expect(seen.kind).toBe('answered')
    const events = await office.stub.ask({
      module: 'company',
      query: 'ListEvents',
      input: { limit: 200 },
      actor: limited,
    })
    expect(events).toMatchObject({ body: expect.not.stringContaining('"6000"') })
  })
})

describe('a template', () => {
  it('makes drafts of amounts that balance to the cent', async () => {
    const office = await Office.open()
    const template = {
      code: 'office',
      name: 'Office',
      description: 'Office {mm}/{yyyy}',
      reverse: 'next-month',
      lines: [
        { account: '6000', side: 'debit', percent: '66.6', memo: 'Front' },
        { account: '6000', side: 'debit', percent: '33.4' },
        { account: '1000', side: 'credit', variable: 'amount' },
      ],
    }
    expect(await office.does<TemplateView>('SaveTemplate', template)).toMatchObject({
      version: 1,
      variables: ['amount'],
    })
    const applying = { template: 'office', effectiveDate: '2026-12-31' }
    expect(await office.execute('drafts', 'ApplyTemplate', applying)).toMatchObject(
      refused('variables_missing'),
    )
    const draft = await office.does<DraftView>('ApplyTemplate', { ...applying, amount: '100.01' })
    expect(draft).toMatchObject({
      isReady: true,
      origin: { template: { code: 'office', version: 1 } },
      entry: {
        description: 'Office 12/2026',
        reverseOn: '2027-01-01',
        lines: [
          { account: '6000', debit: '66.61', memo: 'Front' },
          { account: '6000', debit: '33.40' },
          { account: '1000', credit: '100.01' },
        ],
      },
    })
    const odd = { ...template, lines: [...template.lines, { account: '4000', side: 'debit', fixed: '1.00' }] }
    expect(await office.execute('drafts', 'SaveTemplate', odd)).toMatchObject(refused('template_unbalanced'))
    const unknown = { ...template, lines: [{ account: '9999', side: 'debit', rest: true }] }
    expect(await office.execute('drafts', 'SaveTemplate', unknown)).toMatchObject({
      refusal: { refused: 'invalid_template', errors: [{ pointer: '/lines/0/account' }] },
    })
    expect(await office.does('SaveTemplate', { ...template, name: 'Offices' })).toMatchObject({ version: 2 })
    await office.does('RetireTemplate', { template: 'office' })
    expect(await office.execute('drafts', 'ApplyTemplate', { ...applying, amount: '1' })).toMatchObject(
      refused('template_retired'),
    )
    expect(await office.list('ListTemplates')).toEqual([])
    expect(await office.list('ListTemplates', { status: 'retired' })).toHaveLength(1)
    expect(await office.does('SaveTemplate', template)).toMatchObject({ version: 3, status: 'active' })
    await office.expectSound()
  })
})

describe('a schedule', () => {
  it('books each month end once, with its own date, however often the alarm runs', async () => {
    on('2027-01-15')
    const office = await Office.open()
    const schedule = await office.does<ScheduleView>('ScheduleEntry', rent())
    expect(schedule).toMatchObject({
      next: '2027-01-31',
      upcoming: ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31'],
      problems: [],
    })
    await office.alarm(2)
    expect(await office.entries()).toEqual([])
    on('2027-01-31')
    await office.alarm(3)
    expect(await office.entries()).toMatchObject([
      { effectiveDate: '2027-01-31', description: 'Rent 2027-01', origin: schedule.id, number: 1 },
    ])
    on('2027-02-28')
    await office.alarm(2)
    expect((await office.entries()).map(({ effectiveDate }) => effectiveDate)).toEqual([
      '2027-01-31',
      '2027-02-28',
    ])
    expect(await office.asks<ScheduleView>('GetSchedule', { schedule: schedule.id })).toMatchObject({
      next: '2027-03-31',
      counts: { booked: 2, refused: 0 },
    })
    const events = await office.ask<{ data: { type: string; actor: string }[] }>('company', 'ListEvents', {
      limit: 200,
    })
    expect(events.data.filter(({ type }) => type === 'occurrence-booked')).toMatchObject([
      { actor: 'system' },
      { actor: 'system' },
    ])
    await office.expectSound()
  })

  it('that slept for months books every date it missed, after a restart too', async () => {
    on('2027-01-15')
    const office = await Office.open()
    await office.does('ScheduleEntry', rent({ rrule: 'FREQ=DAILY', start: '2027-01-16' }))
    on('2027-07-04')
    await evictDurableObject(office.stub)
    await office.alarm()
    // One alarm carries out no more than its limit, and other things are due too.
    const first = (await office.entries()).length
    expect(first).toBeGreaterThan(90)
    expect(first).toBeLessThanOrEqual(LIMITS.dueCommandsMax)
    await evictDurableObject(office.stub)
    await office.alarm(3)
    const dates = (await office.entries()).map(({ effectiveDate }) => effectiveDate)
    const expected: string[] = []
    for (let at = Date.parse('2027-01-16'); at <= Date.parse('2027-07-04'); at += 86_400_000)
      expected.push(new Date(at).toISOString().slice(0, 10))
    expect(dates).toEqual(expected)
    await office.expectSound()
  })

  it('keeps what was refused, goes on, and books it on command with its own date', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const { id: schedule } = await office.does<ScheduleView>('ScheduleEntry', rent())
    expectAccepted(await office.execute('ledger', 'DeactivateAccount', { code: '6000' }))
    await office.alarm(3)
    on('2027-02-28')
    await office.alarm(2)
    expect(await office.entries()).toEqual([])
    const occurrences = await office.list<OccurrenceView>('ListOccurrences', { status: 'refused' })
    expect(occurrences).toMatchObject([
      { date: '2027-02-28', refusal: { code: 'account_inactive' } },
      {
        date: '2027-01-31',
        refusal: { code: 'account_inactive', errors: [{ pointer: '/lines/0/account' }] },
      },
    ])
    expect(await office.asks<ScheduleView>('GetSchedule', { schedule })).toMatchObject({
      next: '2027-03-31',
      counts: { refused: 2 },
      lastRefusal: { date: '2027-02-28', code: 'account_inactive' },
      problems: [{ code: 'account_inactive' }],
    })
    const run = { schedule, date: '2027-01-31' }
    expect(await office.execute('drafts', 'RunOccurrence', run)).toMatchObject(refused('account_inactive'))
    expectAccepted(await office.execute('ledger', 'ReactivateAccount', { code: '6000' }))
    expect(await office.does('RunOccurrence', run)).toMatchObject({ status: 'booked', date: '2027-01-31' })
    expect(await office.execute('drafts', 'RunOccurrence', run)).toMatchObject(refused('occurrence_booked'))
    expect(await office.execute('drafts', 'RunOccurrence', { schedule, date: '2027-03-31' })).toMatchObject(
      refused('occurrence_not_found'),
    )
    expect(
      await office.does('SkipOccurrence', { schedule, date: '2027-02-28', reason: 'Free' }),
    ).toMatchObject({
      status: 'skipped',
      reason: 'Free',
    })
    expect(
      await office.does('RunOccurrence', { schedule, date: '2027-02-28', effectiveDate: '2027-03-01' }),
    ).toMatchObject({
      status: 'booked',
    })
    expect((await office.entries()).map(({ effectiveDate }) => effectiveDate)).toEqual([
      '2027-01-31',
      '2027-03-01',
    ])
    await office.expectSound()
  })

  it('in a locked period is refused with the first open date, and not shifted', async () => {
    on('2027-01-31')
    const office = await Office.open()
    await office.does('ScheduleEntry', rent())
    expectAccepted(await office.execute('periods', 'SetLock', { kind: 'all', through: '2027-01-31' }))
    await office.alarm(2)
    const [occurrence] = await office.list<OccurrenceView>('ListOccurrences')
    expect(occurrence).toMatchObject({ date: '2027-01-31', refusal: { code: 'period_locked' } })
    expect(occurrence?.refusal?.detail).toContain('2027-02-01')
    expect(await office.entries()).toEqual([])
    await office.expectSound()
  })

  it('is judged by policies: denied once, or waiting until somebody decides', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const policy = {
      code: 'four-eyes',
      name: 'Four eyes',
      commands: ['drafts.*'],
      when: { field: 'amount', over: '5.00' },
      effect: 'approve',
      reason: 'Large.',
      approval: { steps: [{ roles: ['owner'], count: 1 }] },
    }
    expectAccepted(await office.execute('guardrails', 'AdoptPolicy', policy))
    const { id: schedule } = await office.does<ScheduleView>('ScheduleEntry', rent())
    await office.alarm(3)
    on('2027-02-28')
    await office.alarm(3)
    const waiting = await office.list<OccurrenceView>('ListOccurrences', { status: 'waiting' })
    expect(waiting.map(({ date }) => date)).toEqual(['2027-02-28', '2027-01-31'])
    const [second, first] = waiting
    expect(await office.execute('drafts', 'RunOccurrence', { schedule, date: '2027-01-31' })).toMatchObject(
      refused('occurrence_waiting'),
    )
    expectAccepted(await office.execute('guardrails', 'ApproveCommand', { approval: first?.approval }))
    expectAccepted(
      await office.execute('guardrails', 'RejectCommand', { approval: second?.approval, reason: 'No.' }),
    )
    expect((await office.entries()).map(({ effectiveDate }) => effectiveDate)).toEqual(['2027-01-31'])
    expect(await office.list<OccurrenceView>('ListOccurrences')).toMatchObject([
      { date: '2027-02-28', status: 'refused', refusal: { code: 'approval_rejected' } },
      { date: '2027-01-31', status: 'booked' },
    ])
    expectAccepted(
      await office.execute('guardrails', 'AdoptPolicy', { ...policy, effect: 'deny', approval: undefined }),
    )
    on('2027-03-31')
    await office.alarm(4)
    expect((await office.list<OccurrenceView>('ListOccurrences'))[0]).toMatchObject({
      date: '2027-03-31',
      status: 'refused',
      refusal: { code: 'policy_denied' },
    })
    const { data } = await office.ask<{ data: { type: string }[] }>('company', 'ListEvents', { limit: 200 })
    expect(data.filter(({ type }) => type === 'command-denied')).toHaveLength(1)
    await office.expectSound()
  })

  it('pauses; what it missed is booked or recorded as skipped; and it ends', async () => {
    on('2027-01-15')
    const office = await Office.open()
    const { id: schedule } = await office.does<ScheduleView>('ScheduleEntry', rent())
    await office.does('PauseSchedule', { schedule, reason: 'Talks' })
    expect(await office.execute('drafts', 'PauseSchedule', { schedule })).toMatchObject(
      refused('schedule_not_active'),
    )
    on('2027-03-15')
    await office.alarm(2)
    expect(await office.entries()).toEqual([])
    expect(await office.does('ResumeSchedule', { schedule, missed: 'skip' })).toMatchObject({
      status: 'active',
      next: '2027-03-31',
      counts: { skipped: 2 },
    })
    await office.does('PauseSchedule', { schedule })
    on('2027-05-15')
    expect(await office.does('ResumeSchedule', { schedule })).toMatchObject({ next: '2027-03-31' })
    await office.alarm(2)
    expect((await office.entries()).map(({ effectiveDate }) => effectiveDate)).toEqual([
      '2027-03-31',
      '2027-04-30',
    ])
    expect(await office.does('RunOccurrence', { schedule, date: '2027-01-31' })).toMatchObject({
      status: 'booked',
    })
    await office.does('EndSchedule', { schedule })
    for (const command of ['PauseSchedule', 'ResumeSchedule', 'EndSchedule'])
      expect(await office.execute('drafts', command, { schedule })).toMatchObject(refused('schedule_ended'))
    on('2027-12-31')
    await office.alarm(2)
    expect(await office.entries()).toHaveLength(3)
    await office.expectSound()
  })

  it('ends by itself after its last date, and makes drafts where it is told to', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const wanted = rent({ mode: 'draft', rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2' })
    const { id: schedule } = await office.does<ScheduleView>('ScheduleEntry', wanted)
    on('2027-06-30')
    await office.alarm(3)
    const drafts = await office.list<DraftSummary>('ListDrafts')
    expect(drafts).toMatchObject([
      { effectiveDate: '2027-02-28', description: 'Rent 2027-02', origin: { schedule, date: '2027-02-28' } },
      { effectiveDate: '2027-01-31', total: '10.00' },
    ])
    expect(await office.entries()).toEqual([])
    expect(await office.asks<ScheduleView>('GetSchedule', { schedule })).toMatchObject({
      status: 'ended',
      next: null,
      upcoming: [],
    })
    const [draft] = drafts
    expect(await office.does<EntryView>('PostDraft', { draft: draft?.id })).toMatchObject({
      origin: draft?.id,
    })
    await office.expectSound()
  })

  it('of a template keeps the amounts that it was made with', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const template = {
      code: 'rent',
      name: 'Rent',
      lines: [
        { account: '6000', side: 'debit', variable: 'amount' },
        { account: '1000', side: 'credit', rest: true },
      ],
    }
    await office.does('SaveTemplate', template)
    await office.does('ScheduleEntry', rent({ entry: undefined, template: { code: 'rent', amount: '7.50' } }))
    await office.does('SaveTemplate', {
      ...template,
      lines: [...template.lines, { account: '4000', side: 'debit', fixed: '1' }],
    })
    await office.does('RetireTemplate', { template: 'rent' })
    await office.alarm(2)
    expect(await office.entries()).toMatchObject([{ total: '7.50' }])
    expect(await office.list<ScheduleView>('ListSchedules')).toMatchObject([
      { template: { code: 'rent', version: 1 } },
    ])
  })

  it('refuses what has no dates, too many of them, or no rule', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const refusal = async (more: object) => {
      const outcome = await office.execute('drafts', 'ScheduleEntry', rent(more))
      return outcome.kind === 'refused' ? outcome.refusal.refused : outcome.kind
    }
    expect(await refusal({ rrule: 'FREQ=HOURLY' })).toBe('invalid_rrule')
    expect(await refusal({ end: '2027-01-30' })).toBe('no_dates')
    expect(await refusal({ rrule: 'FREQ=DAILY', start: '2020-01-01' })).toBe('too_many_dates')
    expect(await refusal({ entry: undefined })).toBe('nothing_to_schedule')
    expect(await refusal({ entry: undefined, template: { code: 'none' } })).toBe('template_not_found')
    expect(
      await office.asks('PreviewSchedule', { rrule: 'FREQ=MONTHLY;COUNT=3', start: '2027-01-31' }),
    ).toEqual({
      dates: ['2027-01-31', '2027-02-28', '2027-03-31'],
      isFinite: true,
      total: 3,
    })
  })
})

describe('an entry that reverses itself', () => {
  const accrual = (more: object = {}) => ({
    effectiveDate: '2027-01-31',
    reverseOn: '2027-02-01',
    description: 'Accrual',
    lines,
    ...more,
  })

  it('is reversed on its date, exactly once, and names where that comes from', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const { id } = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    await office.alarm(2)
    expect(await office.list<ReversalView>('ListReversals')).toMatchObject([
      { entry: { id }, reverseOn: '2027-02-01', status: 'planned', reversedBy: null },
    ])
    on('2027-02-01')
    await evictDurableObject(office.stub)
    await office.alarm(3)
    const entries = await office.entries()
    expect(entries).toMatchObject([
      { id, reversedBy: entries[1]?.id },
      { effectiveDate: '2027-02-01', reverses: id, origin: id },
    ])
    expect(entries).toHaveLength(2)
    expect(await office.list<ReversalView>('ListReversals')).toMatchObject([
      { status: 'reversed', reversedBy: entries[1]?.id },
    ])
    expect(await office.execute('drafts', 'RunReversal', { entry: id })).toMatchObject(
      refused('already_reversed'),
    )
    await office.expectSound()
  })

  it('whose date is past already is reversed by the next alarm, many of them with numbers of their own', async () => {
    on('2027-03-15')
    const office = await Office.open()
    const rows = Array.from({ length: 5 }, () => ({ value: accrual() }))
    expectAccepted(await office.execute('ledger', 'PostJournalEntries', { rows }))
    await office.alarm(2)
    const entries = await office.entries()
    expect(entries).toHaveLength(10)
    expect(new Set(entries.map(({ number }) => number)).size).toBe(10)
    await office.expectSound()
  })

  it('and was reversed by hand before is left alone, and so is one whose reversal is cancelled', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const first = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    const second = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    expectAccepted(await office.execute('ledger', 'ReverseJournalEntry', { id: first.id }))
    expect(
      await office.does('CancelReversal', { entry: second.id, reason: 'The invoice came' }),
    ).toMatchObject({ status: 'cancelled', reason: 'The invoice came' })
    on('2027-02-01')
    await office.alarm(3)
    expect(await office.entries()).toHaveLength(3)
    expect(await office.execute('drafts', 'RunReversal', { entry: second.id })).toMatchObject(
      refused('reversal_cancelled'),
    )
    await office.expectSound()
  })

  it('keeps the refusal of a locked period, and is reversed on command', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const { id: entry } = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    on('2027-02-02')
    const lock = { kind: 'all', through: '2027-02-01', reason: 'Done' }
    expectAccepted(await office.execute('periods', 'SetLock', lock))
    await office.alarm(4)
    expect(await office.list<ReversalView>('ListReversals', { status: 'refused' })).toMatchObject([
      { entry: { id: entry }, refusal: { code: 'period_locked' } },
    ])
    expect(await office.execute('drafts', 'RunReversal', { entry })).toMatchObject(refused('period_locked'))
    expect(await office.does<EntryView>('RunReversal', { entry, effectiveDate: '2027-02-02' })).toMatchObject(
      {
        effectiveDate: '2027-02-02',
        reverses: entry,
      },
    )
    await office.alarm(2)
    expect(await office.entries()).toHaveLength(2)
    await office.expectSound()
  })

  it('that has to wait for an approval is reversed by it', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const { id: entry } = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    const policy = {
      code: 'system',
      name: 'System',
      commands: ['*'],
      when: { field: 'actor.roles', in: ['system'] },
      effect: 'approve',
      reason: 'Nothing by itself.',
      approval: { steps: [{ roles: ['owner'], count: 1 }] },
    }
    expectAccepted(
      await office.execute('guardrails', 'AdoptPolicy', {
        ...policy,
        when: { field: 'amount', over: '1.00' },
      }),
    )
    on('2027-02-01')
    await office.alarm(4)
    const [reversal] = await office.list<ReversalView>('ListReversals')
    expect(reversal).toMatchObject({ status: 'waiting' })
    expectAccepted(await office.execute('guardrails', 'ApproveCommand', { approval: reversal?.approval }))
    expect(await office.list<ReversalView>('ListReversals')).toMatchObject([
      { entry: { id: entry }, status: 'reversed' },
    ])
    await office.expectSound()
  })
})

it('what of a period is not booked yet is on its checklist', async () => {
  on('2027-01-31')
  const office = await Office.open()
  await office.does('SaveDraft', { entry: { effectiveDate: '2027-01-10' } })
  await office.does('ScheduleEntry', rent())
  expectAccepted(
    await office.execute('ledger', 'PostJournalEntry', {
      effectiveDate: '2027-01-05',
      reverseOn: '2027-01-31',
      lines,
    }),
  )
  const checklist = async () => {
    const { items } = await office.ask<{ items: { code: string; status: string; count: number }[] }>(
      'periods',
      'GetPeriodChecklist',
      { period: '2027-P01' },
    )
    return Object.fromEntries(items.map(({ code, status, count }) => [code, `${status} ${count}`]))
  }
  expect(await checklist()).toMatchObject({ drafts: 'open 1', recurring: 'open 1', reversals: 'open 1' })
  await office.alarm(2)
  expect(await checklist()).toMatchObject({ drafts: 'open 1', recurring: 'done 0', reversals: 'done 0' })
})
