import { describe, expect, it } from 'vitest'
import { currencyScale } from '../../durable-objects/kernel/money.ts'
import { ACCOUNT_CATEGORIES, ROLE_TYPES } from '../../durable-objects/ledger/contract.ts'
import { DEMO_ACCOUNTS, DEMO_ROLES, demoEntries } from './company.ts'

const today = new Date('2026-11-21T12:00:00Z')

describe.each(['EUR', 'USD', 'JPY', 'KWD'])('the demo year in %s', (currency) => {
  const entries = demoEntries(today, currency)
  const scale = currencyScale(currency) as number
  const minor = (text = '0') => {
    const [whole = '', fraction = ''] = text.split('.')
    return Number(whole) * 10 ** scale + Number(fraction.padEnd(scale, '0') || 0)
  }

  it('balances entry by entry and names accounts that exist', () => {
    const codes = new Set(DEMO_ACCOUNTS.map(([code]) => code))
    expect(entries.length).toBeGreaterThan(300)
    for (const { lines, description } of entries) {
      const sum = lines.reduce(
        (total, { debit, credit, unit, value }) =>
          total +
          Math.sign(Number(debit ?? 0) - Number(credit ?? 0)) * minor(unit ? value : (debit ?? credit)),
        0,
      )
      expect({ description, sum }).toEqual({ description, sum: 0 })
      for (const { account } of lines) expect(codes).toContain(account)
    }
  })

  it('writes amounts in the decimal places of the currency, and ends today', () => {
    const decimals = entries.flatMap(({ lines }) =>
      lines
        .filter(({ unit }) => !unit)
        .map(({ debit, credit }) => (debit ?? credit)?.split('.')[1]?.length ?? 0),
    )
    expect(new Set(decimals)).toEqual(new Set([scale]))
    expect(entries.every(({ effectiveDate }) => effectiveDate <= '2026-11-21')).toBe(true)
  })
})

describe('the demo chart', () => {
  const accounts = new Map(DEMO_ACCOUNTS.map(([code, _, type, more]) => [code, { type, ...more }]))

  it('has an account of the right type for every role', () => {
    for (const [role, code] of Object.entries(DEMO_ROLES))
      expect(ROLE_TYPES[role as keyof typeof ROLE_TYPES], role).toContain(accounts.get(code)?.type)
  })

  it('has categories that fit the types', () => {
    for (const { type, category } of accounts.values())
      if (category) expect(ACCOUNT_CATEGORIES[type]).toContain(category)
  })
})
