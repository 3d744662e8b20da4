import type { z } from 'zod'
import type { FieldError } from '../../kernel/result.ts'
import { type JournalEntryInput, journalEntry } from '../contract.ts'
import type { StoredEntry } from './contract.ts'

/** The draft as an entry that can be posted, or what it lacks for that. Its lines have the codes of today. */
export function entryOf(draft: StoredEntry): JournalEntryInput | FieldError[] {
  const result = journalEntry.safeParse(draft, { reportInput: true })
  return result.success ? result.data : result.error.issues.map(errorOf).slice(0, ERRORS_SHOWN)
}

const ERRORS_SHOWN = 100

function errorOf(issue: z.core.$ZodIssue): FieldError {
  const pointer = issue.path
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
  const isMissing = issue.input === undefined || issue.input === ''
  return {
    pointer,
    code: isMissing ? 'required' : issue.code,
    detail: isMissing ? 'Is required.' : issue.message,
  }
}
