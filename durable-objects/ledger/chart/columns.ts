import Papa from 'papaparse'
import type { Account } from '../model.ts'

/** The columns of a chart as CSV, for both ways. */
export const CHART_COLUMNS = [
  'code',
  'name',
  'type',
  'category',
  'parent',
  'unit',
  'open item',
  'control',
  'tax',
  'heading',
  'active',
] as const
export type ChartColumn = (typeof CHART_COLUMNS)[number]

/** What other programs call these columns, in small letters. */
const ALSO_CALLED: Readonly<Record<string, ChartColumn>> = {
  'account code': 'code',
  'account number': 'code',
  'account no': 'code',
  account: 'code',
  number: 'code',
  no: 'code',
  nr: 'code',
  konto: 'code',
  kontonummer: 'code',
  compte: 'code',
  'account name': 'name',
  title: 'name',
  bezeichnung: 'name',
  kontobezeichnung: 'name',
  intitulé: 'name',
  libellé: 'name',
  'account type': 'type',
  'parent code': 'parent',
  'parent account': 'parent',
  currency: 'unit',
  'open items': 'open item',
  'is open item': 'open item',
  isopenitem: 'open item',
  'control account': 'control',
  'tax code': 'tax',
  'vat code': 'tax',
  'is heading': 'heading',
  isheading: 'heading',
  header: 'heading',
  'is active': 'active',
  isactive: 'active',
}

export function columnOf(header: string): ChartColumn | undefined {
  const text = header
    .trim()
    .toLocaleLowerCase('en')
    .replaceAll(/[\s._-]+/g, ' ')
    .trim()
  return CHART_COLUMNS.find((column) => column === text) ?? ALSO_CALLED[text]
}

/**
 * Spreadsheets take a cell for a formula when it begins so, full-width forms included, and a formula can send data away
 * (OWASP, "CSV injection"). One apostrophe more tells them that it is text; reading takes one away, so that every text comes
 * back as it was.
 */
const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/
const QUOTED_FORMULA = /^'+[=+\-@＝＋－＠\t\r\n]/

export const unquoted = (cell: string): string => (QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell)

const LINE_END = '\r\n'
/** Without it, Excel reads UTF-8 as another encoding. */
const BYTE_ORDER_MARK = '\uFEFF'

export const chartHeader = (): string => BYTE_ORDER_MARK + CHART_COLUMNS.join(',') + LINE_END

export function chartRows(accounts: readonly Account[]): string {
  if (accounts.length === 0) return ''
  const rows = accounts.map((account) => [
    account.code,
    account.name,
    account.type,
    account.category,
    account.parent ?? '',
    account.unit ?? '',
    yesNo(account.isOpenItem),
    account.control ?? '',
    account.tax ?? '',
    yesNo(account.isHeading),
    yesNo(account.isActive),
  ])
  return Papa.unparse(rows, { escapeFormulae: FORMULA, newline: LINE_END }) + LINE_END
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no')
