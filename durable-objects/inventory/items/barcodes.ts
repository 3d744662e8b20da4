import type { Barcode, BarcodeKind } from './contract.ts'

/**
 * Barcodes and their check digits (GS1 General Specifications, section 7.9). A GTIN is the same whether it is written
 * with 8, 12, 13 or 14 digits: scanners add zeros and leave them out, so a barcode is looked up by its key.
 */

const DIGITS_OF: Partial<Record<BarcodeKind, number>> = { ean13: 13, ean8: 8, upca: 12, gtin14: 14 }
const KIND_OF: Record<number, BarcodeKind> = { 13: 'ean13', 8: 'ean8', 12: 'upca', 14: 'gtin14' }

export const TITLE_OF: Readonly<Record<BarcodeKind, string>> = {
  ean13: 'EAN-13',
  ean8: 'EAN-8',
  upca: 'UPC-A',
  gtin14: 'GTIN-14',
  code128: 'Code 128',
  qr: 'QR code',
}

/** The last digit of a GTIN: weights 3 and 1 from the right, up to the next ten. */
export function checkDigit(digits: string): number {
  let sum = 0
  for (let index = 0; index < digits.length; index++)
    sum += Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 3 : 1)
  return (10 - (sum % 10)) % 10
}

export const isGtin = (text: string): boolean =>
  /^(\d{8}|\d{12,14})$/.test(text) && checkDigit(text.slice(0, -1)) === Number(text.at(-1))

/** By which a barcode is found, and which no two barcodes share. */
export const barcodeKey = (text: string): string => (isGtin(text) ? text.padStart(14, '0') : text)

/** The barcode with its kind, or what is wrong with it. */
export function readBarcode(
  barcode: string,
  kind: BarcodeKind | undefined,
  unit: string | null,
): Barcode | { problem: string } {
  const digits = kind && DIGITS_OF[kind]
  if (kind !== undefined && digits !== undefined) {
    if (!/^\d+$/.test(barcode) || barcode.length !== digits)
      return { problem: `${TITLE_OF[kind]} has ${digits} digits.` }
    if (!isGtin(barcode))
      return {
        problem: `The last digit of ${barcode} should be ${checkDigit(barcode.slice(0, -1))}. Check for a digit that was mistyped.`,
      }
  }
  const found = kind ?? (isGtin(barcode) ? KIND_OF[barcode.length] : undefined) ?? 'code128'
  // Code 128 encodes ASCII (ISO/IEC 15417); anything else needs a QR code.
  if (found === 'code128' && !/^[\x20-\x7e]+$/.test(barcode))
    return kind === undefined
      ? { barcode, kind: 'qr', unit }
      : { problem: 'Code 128 takes ASCII characters. Take a QR code for others.' }
  if (found === 'code128' && barcode.length > CODE128_CHARS_MAX)
    return {
      problem: `Code 128 takes up to ${CODE128_CHARS_MAX} characters here. Take a QR code for longer texts.`,
    }
  return { barcode, kind: found, unit }
}

/** A longer one is read by hardly any scanner (GS1-128 ends there, too). */
const CODE128_CHARS_MAX = 48
