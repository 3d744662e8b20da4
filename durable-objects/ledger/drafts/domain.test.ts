import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../kernel/limits.ts'
import { entryOf } from './completeness.ts'
import { decideChangeDraft, decideDiscardDraft, decideNewDraft, type KnownDraft } from './domain.ts'
import type { Recurrence } from './recurrence.ts'
import {
  decideEnd,
  decidePause,
  decideResume,
  firstDate,
  noteOccurrence,
  recurrenceFrom,
} from './scheduling.ts'

const entry = { description: 'Rent', lines: [{ account: '6000', debit: '1.00' }] }
const draft = (more: Partial<KnownDraft> = {}): KnownDraft => ({
  id: 'drf_1',
  version: 3,
  entry,
  status: 'open',
  entryId: null,
  ...more,
})

describe('a draft', () => {
  it('is new until there are too many of them', () => {
    expect(decideNewDraft({ id: 'drf_1', entry }, 0)).toEqual([
      { type: 'draft-saved', version: 1, data: { id: 'drf_1', version: 1, entry } },
    ])
    expect(decideNewDraft({ id: 'drf_1', entry }, LIMITS.openDraftsMax)).toMatchObject({
      refused: 'too_many_drafts',
    })
  })

  it('changes by who has its version, keeps where it comes from, and is no new one unchanged', () => {
    const from = draft({ template: { code: 'rent', version: 2 } })
    expect(decideChangeDraft(from, 3, { lines: [] })).toMatchObject([
      { data: { version: 4, entry: { lines: [] }, template: { code: 'rent', version: 2 } } },
    ])
    expect(
      decideChangeDraft(from, 3, { lines: [{ debit: '1.00', account: '6000' }], description: 'Rent' }),
    ).toEqual([])
    for (const version of [undefined, 2, 4])
      expect(decideChangeDraft(from, version, entry)).toMatchObject({
        refused: 'draft_changed',
        errors: [{ pointer: '/version' }],
      })
  })

  it('that is posted or discarded says so first', () => {
    const posted = draft({ status: 'posted', entryId: 'je_1' })
    expect(decideChangeDraft(posted, 1, entry)).toMatchObject({ refused: 'draft_posted' })
    expect(decideDiscardDraft(posted, undefined)).toMatchObject({ refused: 'draft_posted' })
    expect(decideDiscardDraft(draft({ status: 'discarded' }), 'x')).toMatchObject({
      refused: 'draft_discarded',
    })
    expect(decideDiscardDraft(draft(), 'Twice')).toMatchObject([{ data: { reason: 'Twice' } }])
  })

  it('names every field that it lacks', () => {
    const problems = entryOf({ effectiveDate: '2026-03-31', lines: [{ account: '', debit: '1' }, {}] })
    expect(problems).toMatchObject([
      { pointer: '/lines/0/account', code: 'required' },
      { pointer: '/lines/1/account', code: 'required' },
    ])
    const whole = { effectiveDate: '2026-03-31', lines: [{ account: '1' }, { account: '2' }] }
    expect(entryOf(whole)).toEqual(whole)
  })
})

describe('a schedule', () => {
  const recurrence = recurrenceFrom({ rrule: 'FREQ=DAILY', start: '2026-03-01' }) as Recurrence
  const schedule = (status: 'active' | 'paused' | 'ended', nextDate: number | undefined = 20260301) => ({
    id: 'sch_1',
    name: 'Daily',
    mode: 'post' as const,
    rrule: 'FREQ=DAILY',
    start: '2026-03-01',
    lastDayRule: 'last-day' as const,
    entry: { lines: [] },
    next: '2026-03-01',
    status,
    nextDate,
  })

  it('begins with its first date, unless too many lie behind', () => {
    expect(firstDate(recurrence, 20260310)).toBe(20260301)
    expect(firstDate(recurrence, 20300101)).toMatchObject({ refused: 'too_many_dates' })
  })

  it('goes from one status to the next, in no other order', () => {
    expect(decidePause(schedule('active'), 'x')).toMatchObject([{ type: 'schedule-paused' }])
    expect(decidePause(schedule('paused'), 'x')).toMatchObject({ refused: 'schedule_not_active' })
    expect(decideResume(schedule('active'), recurrence, 'book', 20260302)).toMatchObject({
      refused: 'schedule_not_paused',
    })
    for (const decided of [decidePause, decideEnd])
      expect(decided(schedule('ended'), undefined)).toMatchObject({ refused: 'schedule_ended' })
  })

  it('resumes where it was, or after what is recorded as skipped', () => {
    expect(decideResume(schedule('paused'), recurrence, 'book', 20260303)).toMatchObject([
      { data: { next: '2026-03-01', skipped: [] } },
    ])
    expect(decideResume(schedule('paused'), recurrence, 'skip', 20260303)).toMatchObject([
      { data: { next: '2026-03-04', skipped: ['2026-03-01', '2026-03-02', '2026-03-03'] } },
    ])
  })

  it('notes only the date that it stands at', () => {
    const why = { approval: 'apr_1' }
    expect(noteOccurrence(schedule('active'), recurrence, 20260301, why)).toMatchObject([
      { type: 'occurrence-parked', data: { date: '2026-03-01', next: '2026-03-02', approval: 'apr_1' } },
    ])
    expect(noteOccurrence(schedule('active'), recurrence, 20260302, why)).toEqual([])
    expect(noteOccurrence(schedule('paused'), recurrence, 20260301, why)).toEqual([])
  })
})
