import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../kernel/limits.ts'
import { ACCOUNT_CATEGORIES, ACCOUNT_ROLES, CHART_PACKS, CONTROLS, ROLE_TYPES } from '../contract.ts'
import type { PackAccount } from './pack.ts'
import { packs } from './packs.ts'

/** How long the codes of accounts that take postings are. */
const CODE = {
  'fr-pcg': /^\d{3,6}$/,
  default: /^\d{4}$/,
} as const

/** Accounts that everybody who works in the country knows by heart. */
const WELL_KNOWN: Record<string, Record<string, RegExp>> = {
  'de-skr03': {
    '0800': /Gezeichnetes Kapital/,
    '1000': /Kasse/,
    '1200': /Bank/,
    '1400': /Forderungen/,
    '1576': /Vorsteuer 19/,
    '1600': /Verbindlichkeiten/,
    '1776': /Umsatzsteuer 19/,
    '3400': /Wareneingang 19/,
    '4210': /Miete/,
    '4930': /Bürobedarf/,
    '8400': /Erlöse 19/,
  },
  'de-skr04': {
    '1200': /Forderungen/,
    '1406': /Vorsteuer 19/,
    '1600': /Kasse/,
    '1800': /Bank/,
    '2900': /Gezeichnetes Kapital/,
    '3300': /Verbindlichkeiten/,
    '3806': /Umsatzsteuer 19/,
    '4400': /Erlöse 19/,
    '5400': /Wareneingang 19/,
    '6310': /Miete/,
  },
  'fr-pcg': {
    '101': /Capital/,
    '401': /Fournisseurs/,
    '411': /Clients/,
    '44566': /déductible/,
    '44571': /collectée/,
    '512': /Banques/,
    '607': /marchandises/,
    '701': /produits finis/,
    '707': /marchandises/,
  },
  ch: {
    '1000': /Kasse/,
    '1020': /Bankguthaben/,
    '1100': /Debitoren/,
    '1170': /Vorsteuer/,
    '2000': /Kreditoren/,
    '2200': /MWST/,
    '2800': /kapital/,
    '2979': /Jahresgewinn/,
    '3200': /Handelserlöse/,
    '4200': /Handelswarenaufwand/,
    '6000': /Mieten/,
  },
  gb: {
    '1100': /Debtors/,
    '1200': /Bank/,
    '2100': /Creditors/,
    '2200': /Sales tax/,
    '4000': /Sales/,
    '9998': /Suspense/,
  },
  nl: { '1000': /Kas/, '1100': /Bank/, '1300': /Debiteuren/, '1600': /Crediteuren/, '8000': /Omzet/ },
}

describe('chart packs', () => {
  it('there is one for each code', () => {
    expect(packs().map(({ code }) => code)).toEqual([...CHART_PACKS])
  })

  describe.each(packs().map((pack) => [pack.code, pack] as const))('%s', (code, pack) => {
    const accounts = pack.accounts()
    const byCode = new Map(accounts.map((account) => [account.code, account]))
    const booked = accounts.filter(({ isHeading }) => !isHeading)

    it('has the depth of a chart that a company works with', () => {
      expect(booked.length).toBeGreaterThanOrEqual(60)
      expect(accounts.length).toBeLessThanOrEqual(400)
      if (/skr|pcg/.test(code)) expect(booked.length).toBeGreaterThanOrEqual(190)
    })

    it('has no code twice', () => {
      const twice = accounts
        .map((each) => each.code)
        .filter((each, index, all) => all.indexOf(each) !== index)
      expect(twice).toEqual([])
    })

    it('has codes as they are written in the country', () => {
      const shape = code === 'fr-pcg' ? CODE['fr-pcg'] : CODE.default
      expect(booked.filter((each) => !shape.test(each.code)).map((each) => each.code)).toEqual([])
    })

    it('names every account within the limits, in both languages', () => {
      const tooLong = ({ code: number, name, nameEnglish }: PackAccount) =>
        number === '' ||
        name === '' ||
        nameEnglish === '' ||
        Math.max(name.length, nameEnglish.length) > LIMITS.nameCharsMax ||
        name.normalize('NFC').trim() !== name
      expect(accounts.filter(tooLong)).toEqual([])
    })

    it('has parents that are headings of the same type, and come before', () => {
      const wrong = accounts.filter((each, index) => {
        if (each.parent === null) return false
        const parent = byCode.get(each.parent)
        return !parent?.isHeading || parent.type !== each.type || accounts.indexOf(parent) >= index
      })
      expect(wrong).toEqual([])
    })

    it('has nothing but headings at the top', () => {
      expect(accounts.filter(({ parent, isHeading }) => parent === null && !isHeading)).toEqual([])
    })

    it('has categories that fit their types, and controls that exist', () => {
      const wrong = accounts.filter(
        ({ type, category, control }) =>
          !(ACCOUNT_CATEGORIES[type] as readonly string[] | undefined)?.includes(category) ||
          (control !== null && !CONTROLS.includes(control)),
      )
      expect(wrong).toEqual([])
    })

    it('has headings without marks, which are for accounts that take postings', () => {
      const wrong = accounts.filter(
        ({ isHeading, isOpenItem, control, tax }) => isHeading && (isOpenItem || control !== null || tax),
      )
      expect(wrong).toEqual([])
    })

    it('has one control account for customers and one for suppliers, which are open-item', () => {
      for (const control of ['receivables', 'payables', 'goods-received'] as const) {
        const found = accounts.filter((each) => each.control === control)
        expect(found).toHaveLength(1)
        expect(found[0]?.isOpenItem).toBe(true)
      }
      expect(byCode.get(pack.roles.receivables)?.control).toBe('receivables')
      expect(byCode.get(pack.roles.payables)?.control).toBe('payables')
      expect(byCode.get(pack.roles.goodsReceived)?.control).toBe('goods-received')
    })

    it('has an account of the right type for every role', () => {
      expect(Object.keys(pack.roles).sort()).toEqual([...ACCOUNT_ROLES].sort())
      const wrong = ACCOUNT_ROLES.filter((role) => {
        const account = byCode.get(pack.roles[role])
        const types: readonly string[] = ROLE_TYPES[role]
        return !account || account.isHeading || !types.includes(account.type)
      })
      expect(wrong).toEqual([])
    })

    it('tells money, stock and taxes apart by the categories of their roles', () => {
      const category = (role: keyof typeof pack.roles) => byCode.get(pack.roles[role])?.category
      expect(category('bank')).toBe('cash')
      expect(category('cash')).toBe('cash')
      expect(category('inventory')).toBe('inventory')
      expect(category('costOfSales')).toBe('cost-of-sales')
      expect(category('receivables')).toBe('receivable')
      expect(category('payables')).toBe('payable')
      expect(category('retainedEarnings')).toBe('retained-earnings')
      expect(category('currentEarnings')).toBe('retained-earnings')
    })

    it('has accounts for every section of the statements', () => {
      const present = new Set(booked.map(({ category }) => category))
      const missing = Object.values(ACCOUNT_CATEGORIES)
        .flat()
        .filter((category) => !present.has(category))
      expect(missing).toEqual([])
    })

    it.runIf(WELL_KNOWN[code])('has the numbers that everybody knows', () => {
      for (const [number, name] of Object.entries(WELL_KNOWN[code] ?? {}))
        expect(byCode.get(number)?.name, number).toMatch(name)
    })
  })
})
