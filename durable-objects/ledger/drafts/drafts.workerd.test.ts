import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted } from '../../../tests/support/books.ts'
import { lines, Office, on, refused, rent } from '../../../tests/support/office.ts'
import { newId } from '../../kernel/ids.ts'
import type { EntryView } from '../contract.ts'
import type { DraftSummary, DraftView, TemplateView } from './contract.ts'

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

  it('says in the list whether it would post as it stands, and what it lacks first', async () => {
    const office = await Office.open()
    const saves = (entry: object) => office.does<DraftView>('SaveDraft', { entry })
    await saves({ lines })
    await saves({ effectiveDate: '2026-03-31', lines: lines.slice(0, 1) })
    const { id: ready } = await saves({ effectiveDate: '2026-03-31', lines })
    const { id: late } = await saves({ effectiveDate: '2025-12-31', lines })
    expectAccepted(await office.execute('periods', 'SetLock', { through: '2025-12-31' }))
    const listed = await office.list<DraftSummary>('ListDrafts')
    expect(listed.map(({ isReady, problem }) => [isReady, problem?.pointer, problem?.code])).toEqual([
      [false, '/effectiveDate', 'period_locked'],
      [true, undefined, undefined],
      [false, '/lines', 'too_small'],
      [false, '/effectiveDate', 'required'],
    ])
    for (const { id, isReady, problem } of listed) {
      const { problems, ...draft } = await office.asks<DraftView>('GetDraft', { draft: id })
      expect([draft.isReady, problems[0] ?? null]).toEqual([isReady, problem])
    }
    await office.does('PostDraft', { draft: ready })
    await office.does('DiscardDraft', { draft: late })
    for (const status of ['posted', 'discarded'])
      expect(await office.list('ListDrafts', { status })).toMatchObject([{ isReady: false, problem: null }])
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

  it('and a draft of it book on the account as it is by then: renumbered, or merged into another', async () => {
    const office = await Office.open()
    await office.does('SaveTemplate', {
      code: 'rent',
      name: 'Rent',
      lines: [
        { account: '6000', side: 'debit', variable: 'amount' },
        { account: '1000', side: 'credit', rest: true },
      ],
    })
    const applied = { template: 'rent', effectiveDate: '2027-03-31', amount: '5.00' }
    const { id: early } = await office.does<DraftView>('ApplyTemplate', applied)
    expectAccepted(await office.execute('ledger', 'RenumberAccount', { code: '6000', newCode: '6100' }))
    const other = { code: '6000', name: 'Other', type: 'expense' }
    expectAccepted(await office.execute('ledger', 'OpenAccount', other))
    const { id: later } = await office.does<DraftView>('ApplyTemplate', applied)
    const accountOf = async (draft: string) =>
      (await office.does<EntryView>('PostDraft', { draft })).lines[0]?.account.code
    expect(await accountOf(later)).toBe('6100')
    expectAccepted(await office.execute('ledger', 'OpenAccount', { ...other, code: '6500' }))
    expectAccepted(await office.execute('ledger', 'MergeAccounts', { from: '6100', into: '6500' }))
    expect(await accountOf(early)).toBe('6500')
    const { id: latest } = await office.does<DraftView>('ApplyTemplate', applied)
    expect(await accountOf(latest)).toBe('6500')
    expect(await office.list('ListTemplates')).toMatchObject([{ lines: [{ account: '6500' }, {}] }])
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
