/**
 * From the commodity symbols of a file to the unit codes of the ledger, and the scale of units that are new.
 */
import type { Decimal } from './decimal.ts'
import { trim } from './decimal.ts'

const dollars = new Set([
  ...'USD CAD AUD NZD SGD HKD TWD MXN BSD BBD BZD BMD BND KYD XCD FJD GYD JMD LRD NAD SBD SRD TTD CLP COP ARS'.split(
    ' ',
  ),
])
const pounds = new Set('GBP EGP FKP GIP LBP SHP SDG SSP SYP'.split(' '))
const crowns = new Set('SEK NOK DKK ISK'.split(' '))

/** Signs that several currencies share: the company's own when it is one of them, else the most common one. */
const sharedSigns = new Map<string, { own: ReadonlySet<string>; otherwise: string | null }>([
  ['$', { own: dollars, otherwise: 'USD' }],
  ['£', { own: pounds, otherwise: 'GBP' }],
  ['¥', { own: new Set(['JPY', 'CNY']), otherwise: 'JPY' }],
  ['￥', { own: new Set(['JPY', 'CNY']), otherwise: 'JPY' }],
  ['kr', { own: crowns, otherwise: null }],
  ['kr.', { own: crowns, otherwise: null }],
  ['Rs', { own: new Set(['INR', 'PKR', 'LKR', 'NPR', 'MUR']), otherwise: 'INR' }],
  ['₨', { own: new Set(['PKR', 'LKR', 'NPR', 'MUR']), otherwise: 'PKR' }],
])

const signs = new Map<string, string>([
  ['€', 'EUR'],
  ['₹', 'INR'],
  ['₽', 'RUB'],
  ['₩', 'KRW'],
  ['₺', 'TRY'],
  ['₴', 'UAH'],
  ['₫', 'VND'],
  ['₪', 'ILS'],
  ['฿', 'THB'],
  ['₱', 'PHP'],
  ['₦', 'NGN'],
  ['₵', 'GHS'],
  ['₡', 'CRC'],
  ['₲', 'PYG'],
  ['₸', 'KZT'],
  ['₼', 'AZN'],
  ['₾', 'GEL'],
  ['₿', 'BTC'],
  ['元', 'CNY'],
  ['円', 'JPY'],
  ['zł', 'PLN'],
  ['Kč', 'CZK'],
  ['Ft', 'HUF'],
  ['lei', 'RON'],
  ['Fr', 'CHF'],
  ['Fr.', 'CHF'],
  ['SFr.', 'CHF'],
  ['RM', 'MYR'],
  ['Rp', 'IDR'],
  ['US$', 'USD'],
  ['CA$', 'CAD'],
  ['C$', 'CAD'],
  ['A$', 'AUD'],
  ['AU$', 'AUD'],
  ['NZ$', 'NZD'],
  ['HK$', 'HKD'],
  ['S$', 'SGD'],
  ['NT$', 'TWD'],
  ['R$', 'BRL'],
])

/**
 * The unit code a symbol stands for: an empty symbol is the company currency, a currency sign its ISO code, anything
 * else itself.
 */
export const unitOfSymbol = (symbol: string, companyCurrency: string): string => {
  if (symbol === '') return companyCurrency
  const shared = sharedSigns.get(symbol)
  if (shared !== undefined)
    return shared.own.has(companyCurrency) ? companyCurrency : (shared.otherwise ?? symbol)
  return signs.get(symbol) ?? symbol
}

/** Scales of the units a file uses: fixed for known units, and growing with the quantities seen for new ones. */
export type UnitScales = { known: ReadonlyMap<string, number>; found: Map<string, number> }

/** Makes room for a quantity of a unit that may be new. */
export const seeQuantity = (
  scales: UnitScales,
  unit: string,
  quantity: Decimal,
  isoScale: (code: string) => number | undefined,
): void => {
  if (scales.known.has(unit)) return
  const before = scales.found.get(unit) ?? isoScale(unit) ?? 0
  scales.found.set(unit, quantity.scale > before ? Math.max(before, trim(quantity).scale) : before)
}

export const scaleOf = (scales: UnitScales, unit: string): number =>
  scales.known.get(unit) ?? scales.found.get(unit) ?? 0
