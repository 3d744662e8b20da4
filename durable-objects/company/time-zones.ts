/** Where the capital is, or most business, in countries with several time zones. The company may say something else. */
const CHIEF_ZONES: Record<string, string> = {
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  ES: 'Europe/Madrid',
  ID: 'Asia/Jakarta',
  IN: 'Asia/Kolkata',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
}

/** The time zone that a new company of this country has (ISO 3166), unless it names another; UTC where none is likely. */
export function timeZoneOf(country: string): string {
  const chief = CHIEF_ZONES[country]
  if (chief !== undefined) return chief
  // The platform's table: the zones of a region, in the order of the alphabet.
  const region = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?(): string[] | undefined }
  const [zone, ...others] = region.getTimeZones?.() ?? []
  return zone === undefined || others.length > 0 ? 'UTC' : zone
}
