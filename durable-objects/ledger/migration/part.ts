import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { LedgerRefusal, ReversalInput } from '../domain.ts'
import type { Chart } from '../model.ts'
import type { Posting } from '../posting.ts'
import type { PostingRefusal } from '../rules.ts'
import type { Candidate } from './candidates.ts'
import { sameAsPosted, sameEntries, sameResolved } from './content.ts'
import type { ImportIssue } from './contract.ts'
import type { Upsert } from './inputs.ts'
import type { PreviewView } from './replies.ts'

/** What booking a part asks of the books. */
export interface Books {
  chart: Chart
  posting: Posting
  /** Another posting, whose entries are thrown away. */
  trial: () => Posting
  reversal: (posting: Posting, id: string, input: ReversalInput) => EntryPosted | LedgerRefusal
  /** The entry with this external id, and whether it was taken back; `hidden`: there is one that the actor may not see. */
  bookedAs: (externalId: string) => { entry: EntryPosted; isReversed: boolean } | 'hidden' | undefined
  context: CommandContext
}

export interface Result {
  entries: number
  corrected: number
  unchanged: number
  refused: number
  errors: ImportIssue[]
  /** Line of the file that each entry comes from. */
  lineOf: Map<string, number>
  externalIds: PreviewView['externalIds']
}

type Taken = 'posted' | 'corrected' | 'unchanged' | { issues: ImportIssue[] }

/** A correction was half done and then refused: nothing of the part may stay. */
export class HalfDone {
  readonly issues: ImportIssue[]
  constructor(issues: ImportIssue[]) {
    this.issues = issues
  }
}

/** Books entries one after the other; each one that is refused leaves no trace. */
export class PartRun {
  readonly #books: Books
  readonly #origin: string
  readonly #upsert: Upsert
  readonly #lines = new Map<string, number>()
  readonly #result: Result = {
    entries: 0,
    corrected: 0,
    unchanged: 0,
    refused: 0,
    errors: [],
    lineOf: new Map(),
    externalIds: [],
  }
  #trial: Posting | undefined

  constructor(books: Books, origin: string, upsert: Upsert) {
    this.#books = books
    this.#origin = origin
    this.#upsert = upsert
  }

  all(candidates: readonly Candidate[]): Result | HalfDone {
    for (const candidate of candidates) {
      const taken = this.#take(candidate)
      if (taken instanceof HalfDone) return taken
      if (taken === 'unchanged') this.#result.unchanged++
      else if (typeof taken === 'object') {
        this.#result.refused++
        this.#result.errors.push(...taken.issues)
      } else this.#result.entries++
      if (taken === 'corrected') this.#result.corrected++
      const { line, externalId } = candidate
      if (externalId !== undefined && typeof taken === 'string')
        this.#result.externalIds.push({ line, externalId, outcome: taken })
    }
    return this.#result
  }

  #take(candidate: Candidate): Taken | HalfDone {
    const { externalId, line } = candidate
    if (externalId === undefined) return this.#post(candidate, this.#books.posting)
    const before = this.#lines.get(externalId)
    if (before !== undefined)
      return issue(candidate, 'external_id_twice', `The id ${externalId} stands in line ${before}, too.`)
    this.#lines.set(externalId, line)
    const booked = this.#books.bookedAs(externalId)
    if (booked === undefined) return this.#post(candidate, this.#books.posting)
    if (booked === 'hidden')
      return issue(candidate, 'external_id_taken', `An entry with the id ${externalId} is booked already.`)
    if (booked.isReversed) return this.#post(candidate, this.#books.posting, booked.entry.id)
    if (booked.entry.origin === this.#origin)
      return issue(candidate, 'external_id_twice', `The id ${externalId} stands in a part before, too.`)
    if (this.#upsert === 'refuse')
      return issue(candidate, 'external_id_taken', `An entry with the id ${externalId} is booked already.`)
    if (this.#isSame(candidate, booked.entry)) return 'unchanged'
    return this.#upsert === 'correct'
      ? this.#correct(candidate, booked.entry)
      : issue(
          candidate,
          'external_id_differs',
          `The entry with the id ${externalId} is booked with another content. Import with upsert=correct to reverse it and post this one.`,
        )
  }

  #isSame(candidate: Candidate, posted: EntryPosted): boolean {
    const { chart } = this.#books
    if ('header' in candidate)
      return sameResolved(chart, candidate.header, candidate.lines, posted) === 'same'
    const sameness = sameAsPosted(chart, candidate.input, posted)
    if (sameness !== 'unknown') return sameness === 'same'
    const { externalId: _, ...input } = candidate.input
    this.#trial ??= this.#books.trial()
    const trial = this.#trial.post(input)
    return !isRefusal(trial) && sameEntries(trial, posted)
  }

  /** Tried before it is done: an entry that was taken back must not stay so because its successor is refused. */
  #correct(candidate: Candidate, posted: EntryPosted): Taken | HalfDone {
    const { reversal, trial, posting } = this.#books
    const input = { effectiveDate: posted.effectiveDate, origin: this.#origin }
    const onTrial = trial()
    const tried = reversal(onTrial, posted.id, input)
    if (isRefusal(tried)) return { issues: candidate.issuesOf(tried.refused, tried.detail, []) }
    const triedPost = this.#post(candidate, onTrial, posted.id, true)
    if (typeof triedPost === 'object') return triedPost
    const reversed = reversal(posting, posted.id, input)
    if (isRefusal(reversed)) return new HalfDone(candidate.issuesOf(reversed.refused, reversed.detail, []))
    const done = this.#post(candidate, posting, posted.id)
    return typeof done === 'object' ? new HalfDone(done.issues) : 'corrected'
  }

  #post(candidate: Candidate, posting: Posting, corrects?: string, isTrial = false): Taken {
    const posted = this.#entryIn(candidate, posting, corrects)
    if (isRefusal(posted)) return { issues: candidate.issuesOf(posted.refused, posted.detail, posted.errors) }
    if (!isTrial) this.#result.lineOf.set(posted.id, candidate.line)
    return 'posted'
  }

  #entryIn(
    candidate: Candidate,
    posting: Posting,
    corrects: string | undefined,
  ): EntryPosted | PostingRefusal {
    const from = { origin: this.#origin, ...(corrects !== undefined && { corrects }) }
    if ('header' in candidate) return posting.record({ ...candidate.header, ...from }, candidate.lines)
    const { purpose } = candidate
    return posting.post(candidate.input, { ...from, ...(purpose && { purpose }) })
  }
}

const issue = (candidate: Candidate, code: string, detail: string): Taken => ({
  issues: candidate.issuesOf(code, detail, [{ pointer: '/externalId', code, detail }]),
})

/** The refusal of a part of which nothing was booked. */
export function refusePart(
  errors: readonly ImportIssue[],
  total: number,
  shown: number,
): Refusal<'import_part_refused'> {
  const [first] = errors as [ImportIssue]
  return refuse(
    'import_part_refused',
    `${total} rows cannot be booked, the first in line ${first.line}: ${first.detail} Nothing of the part was booked. Correct them, or send mode=independent to book the others.`,
    errors.slice(0, shown).map(({ line, field, code, detail }) => ({
      pointer: `/text/${line}${field === undefined ? '' : `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`}`,
      code,
      detail,
    })),
  )
}
