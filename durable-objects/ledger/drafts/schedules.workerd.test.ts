import { evictDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted } from '../../../tests/support/books.ts'
import { Office, on, refused, rent } from '../../../tests/support/office.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EntryView } from '../contract.ts'
import type { DraftSummary, OccurrenceView, ScheduleView } from './contract.ts'

afterEach(() => {
  vi.useRealTimers()
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

  it.each(['post', 'draft'] as const)(
    'books each date on the account as it is by then: renumbered, or merged into another (%s)',
    async (mode) => {
      on('2027-01-01')
      const office = await Office.open()
      await office.does('ScheduleEntry', rent({ mode }))
      const codes: string[][] = []
      const booked = async (date: string) => {
        on(date)
        await office.alarm(2)
        for (const { id } of await office.list<DraftSummary>('ListDrafts'))
          await office.does('PostDraft', { draft: id })
        codes.push((await office.entries()).at(-1)?.lines.map(({ account }) => account.code) ?? [])
      }
      await booked('2027-01-31')
      expectAccepted(await office.execute('ledger', 'RenumberAccount', { code: '6000', newCode: '6100' }))
      // Another account takes the code that the schedule was written with.
      const other = { code: '6000', name: 'Other', type: 'expense' }
      expectAccepted(await office.execute('ledger', 'OpenAccount', other))
      await booked('2027-02-28')
      expectAccepted(await office.execute('ledger', 'OpenAccount', { ...other, code: '6500' }))
      expectAccepted(await office.execute('ledger', 'MergeAccounts', { from: '6100', into: '6500' }))
      await booked('2027-03-31')
      expect(codes).toEqual([
        ['6000', '1000'],
        ['6100', '1000'],
        ['6500', '1000'],
      ])
      expect(await office.list('ListSchedules')).toMatchObject([
        { entry: { lines: [{ account: '6500' }, { account: '1000' }] }, problems: [] },
      ])
      await office.expectSound()
    },
  )

  it('comes when its date begins in the time zone of the company, with the same date', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2027-01-30T12:00:00Z') })
    const office = await Office.open()
    expectAccepted(await office.execute('company', 'ChangeTimeZone', { timeZone: 'America/New_York' }))
    await office.does('ScheduleEntry', rent())
    const at = async (instant: string) => {
      vi.setSystemTime(Date.parse(instant))
      await office.alarm(2)
      return (await office.entries()).map(({ effectiveDate }) => effectiveDate)
    }
    // 31 January begins at 5 o'clock in UTC.
    expect(await at('2027-01-31T04:59:00Z')).toEqual([])
    expect(await at('2027-01-31T05:00:00Z')).toEqual(['2027-01-31'])
    // In Auckland 28 February begins 13 hours before it does in UTC.
    expectAccepted(await office.execute('company', 'ChangeTimeZone', { timeZone: 'Pacific/Auckland' }))
    expect(await at('2027-02-27T10:59:00Z')).toEqual(['2027-01-31'])
    expect(await at('2027-02-27T11:00:00Z')).toEqual(['2027-01-31', '2027-02-28'])
    await office.expectSound()
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
