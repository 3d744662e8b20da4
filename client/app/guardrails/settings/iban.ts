import { electronicFormatIBAN, friendlyFormatIBAN, isValidIBAN } from 'ibantools'

/** As it stands on an invoice, in groups of four. */
export const spacedIban = (iban: string): string => friendlyFormatIBAN(iban) ?? iban

/** Whether what is typed is an IBAN; undefined while it is still too short to tell. */
export function judgeIban(text: string): 'valid' | 'invalid' | undefined {
  const bare = electronicFormatIBAN(text) ?? ''
  if (isValidIBAN(bare)) return 'valid'
  return bare.length < SHORTEST ? undefined : 'invalid'
}

/** Norway's have fifteen characters. */
const SHORTEST = 15
