/** Countries to choose from, and the currency that each usually keeps its books in. */

const CURRENCIES: Readonly<Record<string, string>> = {
  EUR: 'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK',
  USD: 'US EC SV PA PR GU TL ZW',
  GBP: 'GB GG IM JE',
  CHF: 'CH LI',
  AUD: 'AU KI NR TV',
  NZD: 'NZ CK NU TK',
  DKK: 'DK FO GL',
  NOK: 'NO SJ',
  XOF: 'BJ BF CI GW ML NE SN TG',
  XAF: 'CM CF TD CG GQ GA',
  XCD: 'AG DM GD KN LC VC AI MS',
  XPF: 'PF NC WF',
}

/** Everywhere else the currency's code begins with the country's: JP and JPY, IN and INR. */
const OWN =
  'AED AFN ALL AMD AOA ARS AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CLP CNY COP CRC CUP CVE CZK DJF DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NPR OMR PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX UYU UZS VES VND VUV WST YER ZAR ZMW'

const CURRENCY_OF = new Map<string, string>([
  ...OWN.split(' ').map((currency): [string, string] => [currency.slice(0, 2), currency]),
  ...Object.entries(CURRENCIES).flatMap(([currency, countries]) =>
    countries.split(' ').map((country): [string, string] => [country, currency]),
  ),
])

export const currencyOfCountry = (country: string): string => CURRENCY_OF.get(country) ?? 'USD'

/** Code and name, by name. */
export function countryOptions(): [code: string, name: string][] {
  const names = new Intl.DisplayNames('en', { type: 'region' })
  return [...CURRENCY_OF.keys()]
    .map((code): [string, string] => [code, names.of(code) ?? code])
    .sort(([, a], [, b]) => a.localeCompare(b))
}
