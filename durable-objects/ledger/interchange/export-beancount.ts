/**
 * The beancount writer.
 *
 * Accounts must start with one of five words and have segments of ASCII letters, digits and hyphens that begin with a
 * capital or a digit; commodities are at most 24 capitals, digits and a few marks. Other codes are mapped, one to one,
 * and every `open` and `commodity` directive says the original code in its metadata.
 *
 * Accounts: `Assets:…` for an asset and so on stay themselves; other codes are put below the word of their type
 * (`1000` → `Assets:1000`). In a segment every character that is not allowed becomes `-u<hex>-`, and a segment that
 * cannot begin as it does gets `X-` in front. A name that another account has already gets `N2-`, `N3-`, … in front,
 * in the order of the header, those that stay themselves first.
 * Commodities: `U<place>.<letters>` by their place in the header.
 *
 * Beancount divides a total price into a unit price of 28 digits; its tolerance for the company currency is set to
 * half a minor unit so that this division is forgiven and nothing else is: all amounts are whole minor units.
 */
import { format as decimalText, ofMinor } from './decimal.ts'
import type { BeancountNames, ExportContext, ExportEntry, ExportHeader, ExportLine } from './export-model.ts'
import { positiveCosts } from './export-model.ts'
import type { AccountType } from './model.ts'
import { encode } from './reserved.ts'

const roots: Record<AccountType, string> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
}

/** Accounts are opened on the first day beancount's grammar knows. */
const openedOn = '1000-01-01'

export const beancountNames = (header: ExportHeader): BeancountNames => {
  const accounts = new Map<string, string>()
  const taken = new Set<string>()
  const isRooted = (account: { code: string; type: AccountType }): boolean =>
    account.code.startsWith(`${roots[account.type]}:`)
  // Codes that stay themselves come first, so that a mapped one never takes their place.
  for (const account of header.accounts.toSorted((a, b) => Number(isRooted(b)) - Number(isRooted(a)))) {
    if (accounts.has(account.code)) continue
    const root = roots[account.type]
    const below = isRooted(account) ? account.code.slice(root.length + 1) : account.code
    const encoded = encodeSegments(below)
    let name = `${root}:${encoded}`
    for (let count = 2; taken.has(name); count++) name = `${root}:N${count}-${encoded}`
    taken.add(name)
    accounts.set(account.code, name)
  }
  const units = new Map([[header.currency, beancountUnit(header.currency, 0)]])
  for (const [place, { code }] of header.units.entries()) {
    if (!units.has(code)) units.set(code, beancountUnit(code, place + 1))
  }
  return { accounts, units }
}

export const beancountHeader = (header: ExportHeader, context: ExportContext): string => {
  const currency = unitName(context, header.currency)
  const half = decimalText(ofMinor(5, header.currencyScale + 1))
  const rows = [
    `option "title" ${quoted(header.company)}`,
    `option "operating_currency" "${currency}"`,
    `option "inferred_tolerance_default" "${currency}:${half}"`,
    '',
  ]
  for (const [code, name] of context.beancount.units) {
    rows.push(`${openedOn} commodity ${name}`)
    if (name !== code) rows.push(`  code: ${quoted(code)}`)
  }
  rows.push('')
  for (const { code, name } of header.accounts) {
    rows.push(
      `${openedOn} open ${accountName(context, code)}`,
      `  code: ${quoted(code)}`,
      `  name: ${quoted(name)}`,
    )
  }
  return `${rows.join('\n')}\n\n`
}

export const beancountEntry = (entry: ExportEntry, context: ExportContext): string => {
  const { status, ...tags } = entry.tags
  const flag = status === 'pending' ? '!' : '*'
  const rows = [`${entry.effectiveDate} ${flag} ${quoted(entry.description)}`]
  rows.push(`  id: ${quoted(entry.id)}`, `  number: ${quoted(String(entry.number))}`)
  if (entry.reference !== null) rows.push(`  reference: ${quoted(entry.reference)}`)
  if (entry.note !== null) rows.push(`  note: ${quoted(entry.note)}`)
  if (status !== undefined) rows.push(`  status: ${quoted(status)}`)
  // One key for all tags: a tag may be named anything, a metadata key may not.
  const pairs = Object.entries(tags).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  if (pairs.length > 0) rows.push(`  tags: ${quoted(pairs.join(', '))}`)
  for (const line of entry.lines) rows.push(...lineRows(line, context))
  return `${rows.join('\n')}\n\n`
}

const lineRows = (line: ExportLine, context: ExportContext): string[] => {
  const account = accountName(context, line.account)
  const unit = unitName(context, line.unit)
  const currency = unitName(context, context.currency)
  const rows = positiveCosts(line, context.currency).map(({ quantity, cost }) => {
    const amount = `${decimalText(ofMinor(quantity, line.scale))} ${unit}`
    return `  ${account}  ${amount}${cost === null ? '' : ` @@ ${decimalText(ofMinor(cost, context.currencyScale))} ${currency}`}`
  })
  if (line.memo !== null) rows.push(`    memo: ${quoted(line.memo)}`)
  return rows
}

/** An account the header does not list cannot be opened; it is written as an equity account and fails the check. */
const accountName = (context: ExportContext, code: string): string =>
  context.beancount.accounts.get(code) ?? `${roots.equity}:${encodeSegments(code)}`

const unitName = (context: ExportContext, code: string): string =>
  context.beancount.units.get(code) ?? beancountUnit(code, 0)

const encodeSegments = (code: string): string => code.split(':').map(encodeSegment).join(':')

const encodeSegment = (segment: string): string => {
  const encoded = [...segment]
    .map((c) => (/[A-Za-z0-9-]/.test(c) ? c : `-u${(c.codePointAt(0) ?? 0).toString(16)}-`))
    .join('')
  return /^[A-Z0-9]/.test(encoded) ? encoded : `X-${encoded}`
}

const beancountUnit = (code: string, place: number): string => {
  const isValid =
    /^[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]$/.test(code) &&
    !/^U\d+\./.test(code) &&
    !/^(TRUE|FALSE|NULL)$/.test(code)
  if (isValid) return code
  const letters = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return `U${place}.${letters.slice(0, 12)}U`
}

/** A string of beancount: backslashes and quotes escaped, other control characters than line ends made visible. */
const quoted = (text: string): string => {
  const escaped = text.replace(/[\\"]/g, (c) => `\\${c}`)
  return `"${escaped.replace(/[\p{Cc}\p{Cs}]/gu, (c) => (c === '\n' ? '\\n' : encode(c)))}"`
}
