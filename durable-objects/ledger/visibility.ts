import type { FieldClass } from '../kernel/field-classes.ts'
import { mayReadField } from '../kernel/grants.ts'
import type { Actor } from '../kernel/module.ts'
import {
  brokenRule,
  type FieldRule,
  matchesAny,
  type RuledReader,
  type RulesInForce,
  rulesInForce,
} from '../kernel/rules.ts'
import { compileRules, type Predicate } from '../kernel/rules-sql.ts'
import type { ChartStore } from './chart.ts'
import { type EntryPosted, type LedgerContract, ledgerContract } from './contract.ts'
import type { Account } from './model.ts'
import type { Bounds } from './posting.ts'
import { readerOf, ruledLine, totalOf } from './ruled.ts'

/** An entry as rules look at it. */
export interface RuledEntry {
  author: string
  data: Pick<EntryPosted, 'journal' | 'lines'>
}

/** How much of an entry a reader gets. */
export interface Sight {
  /** Positions of the lines that are shown. */
  lines: readonly number[]
  /** Every line is shown. */
  whole: boolean
  /** The amounts are masked: one of its accounts is of a class of fields that the reader may not read. */
  masked: boolean
}

/**
 * What an actor sees of the ledger, when that is not everything.
 *
 * Rules hold for lines: a line is visible when journal, author and amount of its entry and its own account are within the
 * rules. An entry is visible when one of its lines is; the other lines are left out without saying how many they are, so
 * that of double entry only their sum is known, never an amount. Reports are those over the visible lines.
 *
 * An account may be sensitive. Without the grant for its class, amounts of all entries that touch it are masked, not only
 * those of its own lines: in double entry the rest of an entry tells what a single masked line says. They count in no
 * balance that the reader is shown, so that no two reports can be subtracted from each other either.
 */
export class Visibility implements Bounds {
  readonly #chart: ChartStore
  readonly #rules: RulesInForce
  readonly #reader: RuledReader
  readonly #maskedClasses: ReadonlySet<FieldClass>

  private constructor(
    chart: ChartStore,
    actor: string,
    rules: RulesInForce,
    maskedClasses: ReadonlySet<FieldClass>,
  ) {
    this.#chart = chart
    this.#rules = rules
    this.#reader = readerOf(actor, () => chart.currency.scale)
    this.#maskedClasses = maskedClasses
  }

  /** Undefined for who sees everything: they pay one comparison. */
  static of(
    chart: ChartStore,
    actor: Actor,
    operation: keyof LedgerContract['operations'],
  ): Visibility | undefined {
    return Visibility.in(chart, actor, `ledger.${operation}`, ledgerContract.operations[operation].scope)
  }

  /** The same in an operation of another module, such as the reading of the log. */
  static in(
    chart: ChartStore,
    actor: Actor,
    operation: string,
    scope: `${string}:${'read' | 'write'}`,
  ): Visibility | undefined {
    const rules = rulesInForce(actor.rules, operation, scope)
    const classes = chart.sensitiveClasses().filter((each) => !mayReadField(actor.grants, each))
    if (rules === undefined && classes.length === 0) return undefined
    return new Visibility(chart, actor.id, rules ?? [], new Set(classes))
  }

  /** Some rule speaks of entries, not of accounts alone: balances must then be added up from lines. */
  get isByEntry(): boolean {
    return this.#rules.some((sides) => sides.some((side) => side.some(({ field }) => field !== 'account')))
  }

  get masksEntries(): boolean {
    return this.#maskedClasses.size > 0
  }

  /** Whether there may be a line in the account that the reader sees. */
  seesAccount({ code }: Pick<Account, 'code'>): boolean {
    return this.brokenBy('account', code) === undefined
  }

  seesJournal(code: string): boolean {
    return this.brokenBy('journal', code) === undefined
  }

  masksAccount({ sensitivity }: Pick<Account, 'sensitivity'>): boolean {
    return sensitivity !== null && this.#maskedClasses.has(sensitivity)
  }

  /** Undefined: there is no such entry, as far as the reader is concerned. */
  sightOf(entry: RuledEntry): Sight | undefined {
    const total = totalOf(entry.data)
    let masked = false
    const lines: number[] = []
    for (const [index, line] of entry.data.lines.entries()) {
      const account = this.#chart.accountById(line.account)
      if (this.masksAccount(account)) masked = true
      const broken = brokenRule(
        this.#rules,
        ruledLine(account.code, entry.data.journal, entry.author, total),
        this.#reader,
      )
      if (!broken) lines.push(index)
    }
    if (lines.length === 0) return undefined
    return { lines, whole: lines.length === entry.data.lines.length, masked }
  }

  /** Over `journal_lines l` joined with `journal_entries e`. Its figures count; with `masked` those that only show too. */
  lineCondition(mark: string, masked: 'counted' | 'shown'): Predicate {
    const rules = compileRules(this.#rules, this.#columns('l.account'), this.#reader, mark)
    return masked === 'shown' ? rules : { ...rules, sql: `${rules.sql} AND ${this.#unmasked()}` }
  }

  /** Over `journal_entries e`: some line of the entry is visible. Its lines are read from the log, where they lie together. */
  entryCondition(mark: string): Predicate {
    const accounts = "(line.value ->> 'account')"
    const rules = compileRules(this.#rules, this.#columns(accounts, 'id'), this.#reader, mark)
    return {
      ...rules,
      sql: `EXISTS (SELECT 1 FROM events posted, json_each(posted.data, '$.lines') AS line
        WHERE posted.sequence = e.sequence AND ${rules.sql})`,
    }
  }

  /** Over `journal_entries e`: the entry's lines in one account are visible. */
  conditionInAccount({ ordinal }: Account, mark: string): Predicate {
    return compileRules(this.#rules, this.#columns(String(ordinal)), this.#reader, mark)
  }

  /** Entries whose amounts are masked, as a condition over `journal_entries`. */
  maskedEntries(): string {
    return `sensitivity IN (${[...this.#maskedClasses].map((each) => `'${each}'`).join(', ') || 'NULL'})`
  }

  #unmasked(): string {
    return this.#maskedClasses.size === 0 ? 'TRUE' : `NOT COALESCE(e.${this.maskedEntries()}, FALSE)`
  }

  #columns(account: string, key: 'ordinal' | 'id' = 'ordinal') {
    const stored = (patterns: readonly string[]) =>
      this.#chart
        .accounts()
        .filter(({ code }) => matchesAny(patterns, code))
        .flatMap<string | number>((each) =>
          key === 'id' ? [each.id, ...this.#chart.mergedInto(each).map(({ id }) => id)] : [each.ordinal],
        )
    return {
      account: { sql: account, stored },
      journal: { sql: 'e.journal' },
      author: { sql: '(SELECT actor FROM events WHERE events.sequence = e.sequence)' },
      amount: { sql: 'e.total' },
    }
  }

  brokenByLine(account: string, journal: string, totalMinor: number): FieldRule | undefined {
    const line = ruledLine(account, journal, this.#reader.actor, totalMinor)
    return brokenRule(this.#rules, line, this.#reader)
  }

  brokenBy(field: 'account' | 'journal', value: string): FieldRule | undefined {
    const record = { text: () => value, amount: () => undefined }
    const rules = this.#rules.map((sides) =>
      sides.map((side) => side.filter((rule) => rule.field === field || rule.field === '')),
    )
    return brokenRule(rules, record, this.#reader)
  }
}
