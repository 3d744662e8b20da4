/** Random books for the round trips: every text a user can enter, every sign, every scale. */
import fc from 'fast-check'
import type { ExportEntry, ExportHeader, ExportLine } from './export-model.ts'
import type { AccountType } from './model.ts'

export type Books = { header: ExportHeader; entries: ExportEntry[] }

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...' \t\n;:,|()[]{}*!%@="\'#-a\u00e91$'), maxLength: 12 }),
  fc.constantFrom(
    'Acme | rent',
    'a: b',
    'date: 2026-01-01',
    '[2026-01-02]',
    '(x) y',
    '* z',
    'meridian-id: 1',
    '%41',
    'x:: y',
  ),
)
const text = anyText.map((t) => t.trim())
const name = anyText
  .map((t) => t.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .filter((t) => t !== '' && !/[\p{Cc}\p{Cs}]/u.test(t))

const accountType = fc.constantFrom<AccountType>('asset', 'liability', 'equity', 'income', 'expense')
const code = fc.oneof(
  name,
  fc.constantFrom('1000', 'Assets:Cash', 'Assets:US:B A', 'a  b', '(a)', '[b]', '*c', ';d', 'e ;f', 'A-b'),
)
const accounts = fc.uniqueArray(fc.record({ code, name: text.map((t) => t || 'x'), type: accountType }), {
  minLength: 2,
  maxLength: 6,
  selector: (a) => a.code,
})
const unitCode = fc.oneof(
  name,
  fc.constantFrom('EUR', 'AAPL', 'kg', 'h', '$', '\u20ac', 'green apples', 'A1', 'x"y', 'TRUE', 'E'),
)
const units = fc.uniqueArray(fc.record({ code: unitCode, scale: fc.integer({ min: 0, max: 6 }) }), {
  minLength: 1,
  maxLength: 4,
  selector: (u) => u.code,
})

const amountUpTo = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: -max, max }))

const tags = fc
  .uniqueArray(
    fc.tuple(
      text.filter((t) => t !== ''),
      text,
    ),
    { maxLength: 3, selector: ([tag]) => tag },
  )
  .map((pairs) => Object.fromEntries(pairs) as Record<string, string>)

/** Balanced books: a last line in company currency takes what the others leave. */
export const books = (currencyScale: number, amountMax = Number.MAX_SAFE_INTEGER): fc.Arbitrary<Books> =>
  fc.tuple(accounts, units).chain(([accountList, unitList]) => {
    const header: ExportHeader = {
      company: 'A; "Company"\nLtd',
      currency: currencyScale === 0 ? 'JPY' : 'USD',
      currencyScale,
      units: unitList.filter((u) => u.code !== 'USD' && u.code !== 'JPY'),
      accounts: accountList,
    }
    const entries = fc.array(entry(header, amountUpTo(amountMax)), { maxLength: 4 })
    return entries.map((list) => ({ header, entries: list.flat() }))
  })

const entry = (header: ExportHeader, amount: fc.Arbitrary<number>): fc.Arbitrary<ExportEntry[]> => {
  const account = fc.constantFrom(...header.accounts.map((a) => a.code))
  const memo = fc.option(
    text.filter((t) => t !== ''),
    { nil: null },
  )
  const unit = header.units.length === 0 ? null : fc.constantFrom(...header.units)
  const valued =
    unit === null
      ? fc.constant<ExportLine[]>([])
      : fc.array(
          fc
            .record({ account, unit, quantity: amount, value: amount, memo })
            .map((l): ExportLine => ({ ...l, unit: l.unit.code, scale: l.unit.scale })),
          { maxLength: 4 },
        )
  const pairs =
    unit === null
      ? fc.constant<ExportLine[]>([])
      : fc
          .array(fc.record({ account, other: account, unit, quantity: amount, memo }), { maxLength: 1 })
          .map((list) =>
            list.flatMap(({ other, ...l }): ExportLine[] => {
              const line = { ...l, unit: l.unit.code, scale: l.unit.scale, value: null }
              return [line, { ...line, account: other, quantity: -l.quantity }]
            }),
          )
  const texts = fc.record({
    id: text,
    number: fc.oneof(fc.nat(), text),
    effectiveDate: fc.constantFrom('2026-01-31', '2024-02-29', '1999-12-01'),
    description: text,
    reference: fc.option(
      text.filter((t) => t !== ''),
      { nil: null },
    ),
    note: fc.option(
      text.filter((t) => t !== ''),
      { nil: null },
    ),
    tags: fc.tuple(
      tags,
      fc.constantFrom(
        {},
        { status: 'cleared' },
        { status: 'pending' },
        { date2: '2026-02-01' },
        { status: 'x' },
      ),
    ),
  })
  return fc.tuple(texts, valued, pairs, account).map(([head, lines, valueless, last]) => {
    const all = [...lines, ...valueless].filter((l) => l.quantity !== 0 || (l.value ?? 0) !== 0)
    const rest = all.reduce((sum, l) => sum - BigInt(l.value ?? 0), 0n)
    if (!Number.isSafeInteger(Number(rest))) return []
    const own = { account: last, unit: header.currency, scale: header.currencyScale, memo: null }
    if (rest !== 0n) all.push({ ...own, quantity: Number(rest), value: Number(rest) })
    return all.length === 0 ? [] : [{ ...head, tags: { ...head.tags[0], ...head.tags[1] }, lines: all }]
  })
}
