import { accountCode } from '../contract.ts'
import { newAccount } from '../model.ts'
import {
  type Candidate,
  nothing,
  type PartBooks,
  type PartContent,
  type PartText,
  placed,
  plainName,
} from './candidates.ts'
import { type CsvDocument, csvAccount, readCsv } from './csv.ts'
import type { Mapping } from './mapping.ts'
import { givenType } from './saf-t-types.ts'

/** Entries of a CSV, and the accounts of it that are opened: those whose type was given. */
export function csvContent(part: PartText, books: PartBooks): PartContent {
  const { text, options, lineOf } = part
  const mapping = part.mapping as Mapping
  const document = readCsv(text, mapping, options, lineOf)
  const candidates = document.entries.map(
    ({ line, input, place }): Candidate => ({
      line,
      externalId: input.externalId,
      input,
      issuesOf: (code, detail, found) => placed(line, place, code, detail, found),
    }),
  )
  const accounts = [...document.accounts].map(([code, name]) => ({
    ...{ code, name },
    ours: csvAccount(code, mapping, options),
  }))
  const journals = [...document.journals].map((code) => ({
    ...{ code, name: '' },
    ours: options.journals?.[code] ?? code,
  }))
  return {
    ...nothing,
    ...{ rows: document.rows, candidates, errors: document.errors, refused: document.refused },
    accounts: openCsvAccounts(document, accounts, part, books),
    named: { accounts, journals },
  }
}

function openCsvAccounts(
  { entries }: CsvDocument,
  accounts: readonly { code: string; name: string; ours: string }[],
  { options }: PartText,
  { posting, newAccountId, isOutside }: PartBooks,
): number {
  const types = options.accountTypes ?? {}
  if (Object.keys(types).length === 0) return 0
  const used = new Set(entries.flatMap(({ input }) => input.lines.map(({ account }) => account)))
  let opened = 0
  for (const { code, name, ours } of accounts) {
    // What stands for an account of ours is not opened: that one is meant, and none else.
    if (ours !== code || !used.has(code) || posting.account(code) !== undefined || isOutside(code)) continue
    const type = givenType(code, types)
    if (type === undefined || !accountCode.safeParse(code).success) continue
    posting.openAccount(newAccount({ id: newAccountId(), code, name: plainName(name, code), type }))
    opened++
  }
  return opened
}
