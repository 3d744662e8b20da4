import type { ImportIssue } from '../../../durable-objects/ledger/migration/contract.ts'
import type {
  FileAccount,
  FileJournal,
  PartView,
  PreviewEntry,
} from '../../../durable-objects/ledger/migration/replies.ts'

/** What the parts of a file come to together. */
export interface ImportOutcome {
  import: string
  rows: number
  entries: number
  corrected: number
  unchanged: number
  refused: number
  errors: ImportIssue[]
  errorsTotal: number
  warnings: ImportIssue[]
  /** It ended before the file did, by a part with bad rows or on demand: what came before is booked, and the import is open. */
  isStopped: boolean
  /** Of a trial: the first entries as they would be booked, and what becomes of the accounts and journals of the file. */
  preview: { entries: PreviewEntry[]; accounts: FileAccount[]; journals: FileJournal[] }
}

const ISSUES_KEPT = 5_000
const ENTRIES_SHOWN = 20
/** Ids of a trial that are remembered; those that stand twice after so many are found when they are booked. */
const IDS_KEPT = 2_000_000

/** Adds up the parts. A trial books nothing, so that ids which stand in two parts are found here. */
export class OutcomeSum {
  readonly outcome: ImportOutcome
  readonly #accounts = new Map<string, FileAccount>()
  readonly #journals = new Map<string, FileJournal>()
  readonly #lines = new Map<string, number>()
  readonly #idField: string | undefined

  /** `idField` is what the file calls the field that an id stands in. */
  constructor(id: string, rows: number, idField: string | undefined) {
    this.#idField = idField
    this.outcome = {
      ...{ import: id, rows, entries: 0, corrected: 0, unchanged: 0, refused: 0 },
      ...{ errors: [], errorsTotal: 0, warnings: [], isStopped: false },
      preview: { entries: [], accounts: [], journals: [] },
    }
  }

  add(view: PartView): void {
    const { outcome } = this
    outcome.entries += view.entries
    outcome.corrected += view.corrected
    outcome.unchanged += view.unchanged
    outcome.refused += view.refused
    outcome.warnings.push(...view.warnings.slice(0, ISSUES_KEPT - outcome.warnings.length))
    const twice = this.#idsTwice(view)
    const errors =
      twice.length === 0 ? view.errors : [...view.errors, ...twice].sort((a, b) => a.line - b.line)
    outcome.errorsTotal += view.errorsTotal + twice.length
    outcome.errors.push(...errors.slice(0, ISSUES_KEPT - outcome.errors.length))
    this.#addPreview(view, new Set(twice.map(({ line }) => line)))
  }

  #addPreview({ preview }: PartView, refused: ReadonlySet<number>): void {
    if (!preview) return
    const shown = this.outcome.preview
    const entries = preview.entries.filter(({ line }) => !refused.has(line))
    shown.entries.push(...entries.slice(0, ENTRIES_SHOWN - shown.entries.length))
    for (const account of preview.accounts) {
      const before = this.#accounts.get(account.code)
      this.#accounts.set(account.code, { ...account, name: before?.name || account.name })
    }
    for (const journal of preview.journals) this.#journals.set(journal.code, journal)
    shown.accounts = [...this.#accounts.values()]
    shown.journals = [...this.#journals.values()]
  }

  #idsTwice({ preview }: PartView): ImportIssue[] {
    const issues: ImportIssue[] = []
    for (const { line, externalId, outcome } of preview?.externalIds ?? []) {
      const before = this.#lines.get(externalId)
      if (before === undefined) {
        if (this.#lines.size < IDS_KEPT) this.#lines.set(externalId, line)
        continue
      }
      issues.push({
        line,
        ...(this.#idField !== undefined && { field: this.#idField }),
        code: 'external_id_twice',
        detail: `The id ${externalId} stands in line ${before}, too.`,
      })
      this.outcome.refused++
      if (outcome === 'unchanged') this.outcome.unchanged--
      else this.outcome.entries--
      if (outcome === 'corrected') this.outcome.corrected--
    }
    return issues
  }

  /** A part that was refused whole: its rows are said, and nothing of it is booked. */
  stop(issues: readonly ImportIssue[]): ImportOutcome {
    this.outcome.refused += issues.length
    this.outcome.errors.push(...issues)
    this.outcome.errorsTotal += issues.length
    this.outcome.isStopped = true
    return this.outcome
  }
}

/** Bad rows as a file that a spreadsheet opens (RFC 4180). What it would take for a formula is text. */
export function issuesCsv(issues: readonly ImportIssue[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const rows = issues.map(({ line, field = '', code, detail }) =>
    [String(line), field, code, detail].map(cell).join(','),
  )
  return `\uFEFFline,field,code,detail\r\n${rows.map((row) => `${row}\r\n`).join('')}`
}
