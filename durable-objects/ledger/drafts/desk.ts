import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import { idAtSequence } from '../../kernel/ids.ts'
import type { EventLog } from '../../kernel/log.ts'
import type { Actor, CommandContext, QueryContext } from '../../kernel/module.ts'
import { type FieldError, isRefusal, type Refusal } from '../../kernel/result.ts'
import { outsideOfRules } from '../posting.ts'
import { ruleError } from '../ruled.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import { isSeen, type Kept } from './coding.ts'
import { type DraftsContract, draftsContract } from './contract.ts'
import { type DraftsRefusal, draftNotFound, postDraft } from './domain.ts'
import { type Draft, Drafts } from './drafts.ts'
import { Occurrences } from './occurrences.ts'
import { Reversals } from './reversals.ts'
import { type Schedule, Schedules } from './schedules.ts'
import { postOccurrence, scheduleNotFound } from './scheduling.ts'
import { type TemplateRecord, Templates } from './templates.ts'
import { templateNotFound } from './templating.ts'

export type OperationName = keyof DraftsContract['operations']
type Asking = Pick<QueryContext, 'actor' | 'nowMicros'>

/** Where drafts are looked up and tried: the tables, and who may see what of them. */
export class Desk {
  readonly ledger: LedgerParts
  readonly log: EventLog
  readonly drafts: Drafts
  readonly templates: Templates
  readonly schedules: Schedules
  readonly occurrences: Occurrences
  readonly reversals: Reversals
  readonly #company: string

  constructor(database: Database, log: EventLog, ledger: LedgerParts, company: string) {
    this.ledger = ledger
    this.log = log
    this.#company = company
    this.drafts = new Drafts(database, log)
    this.templates = new Templates(database, log)
    this.schedules = new Schedules(database, log)
    this.occurrences = new Occurrences(database, log)
    this.reversals = new Reversals(database)
  }

  get chart() {
    return this.ledger.chart
  }

  /** What the actor sees in an operation, if not everything. */
  sight({ actor }: { actor: Actor }, name: OperationName): Visibility | undefined {
    return this.ledger.sight(actor, `drafts.${name}`, draftsContract.operations[name].scope)
  }

  /** A draft that the reader does not see is as one that does not exist. */
  draft(id: string, context: Asking, name: OperationName): Draft | DraftsRefusal {
    const draft = this.drafts.find(id)
    return draft && this.seesDraft(draft, this.sight(context, name), context.actor.id)
      ? draft
      : draftNotFound(id)
  }

  template(code: string, context: Asking, name: OperationName): TemplateRecord | DraftsRefusal {
    const record = this.templates.find(code)
    return record && this.seesTemplate(record, this.sight(context, name), context.actor.id)
      ? record
      : templateNotFound(code)
  }

  schedule(id: string, context: Asking, name: OperationName): Schedule | DraftsRefusal {
    const schedule = this.schedules.find(id)
    return schedule && this.seesSchedule(schedule, this.sight(context, name), context.actor.id)
      ? schedule
      : scheduleNotFound(id)
  }

  seesDraft({ entry, createdBy }: Draft, visibility: Visibility | undefined, reader: string): boolean {
    return this.#sees({ ...entry, author: createdBy }, visibility, reader)
  }

  seesTemplate(
    { template, savedBy }: TemplateRecord,
    visibility: Visibility | undefined,
    reader: string,
  ): boolean {
    return this.#sees({ ...template, author: savedBy }, visibility, reader)
  }

  seesSchedule({ entry, createdBy }: Schedule, visibility: Visibility | undefined, reader: string): boolean {
    return this.#sees({ ...entry, author: createdBy }, visibility, reader)
  }

  #sees(kept: Kept, visibility: Visibility | undefined, reader: string): boolean {
    return isSeen(this.chart, visibility, kept, reader)
  }

  /** What is written must be within the actor's rules; it is asked before anything is looked up. */
  outside(
    {
      journal = 'GJ',
      lines = [],
    }: { journal?: string | undefined; lines?: readonly { account?: string | undefined }[] | undefined },
    visibility: Visibility | undefined,
    at = '',
  ): DraftsRefusal | undefined {
    if (!visibility) return undefined
    const rule = visibility.brokenBy('journal', journal)
    const errors: FieldError[] = rule ? [ruleError(rule, 0)] : []
    for (const [index, { account }] of lines.entries()) {
      const broken = account ? visibility.brokenBy('account', account) : undefined
      if (broken) errors.push(ruleError(broken, index))
    }
    return errors.length === 0
      ? undefined
      : outsideOfRules(errors.map((error) => ({ ...error, pointer: at + error.pointer })))
  }

  /** What posting a draft now would be refused for. */
  problemsOf(draft: Draft, context: Asking): FieldError[] {
    if (draft.status !== 'open') return []
    const posting = this.ledger.begin(this.#trial(context), this.sight(context, 'PostDraft'))
    return problems(postDraft(posting, this.chart, draft))
  }

  /** What booking a date of a schedule now would be refused for. */
  problemsOfSchedule(schedule: Pick<Schedule, 'id' | 'entry'>, date: string, context: Asking): FieldError[] {
    const posting = this.ledger.begin(this.#trial(context), this.sight(context, 'ScheduleEntry'))
    return problems(postOccurrence(posting, this.chart, schedule, date))
  }

  /** A decision that is thrown away: its ids are never seen. */
  #trial({ actor, nowMicros }: Asking): CommandContext {
    const sequence = this.log.head.sequence + 1
    return {
      company: this.#company,
      actor,
      nowMicros,
      nextSequence: sequence,
      newId: (kind) => idAtSequence(kind, 0, sequence, 0),
      idAt: (kind, at) => idAtSequence(kind, 0, at, 0),
    }
  }
}

function problems(result: object | Refusal): FieldError[] {
  if (!isRefusal(result)) return []
  const { refused: code, detail, errors } = result
  return errors.length > 0 ? errors : [{ pointer: '', code, detail }]
}

/** A date in a path, which may be none. */
export const dateIn = (text: string): number => parseDate(text) ?? 0
