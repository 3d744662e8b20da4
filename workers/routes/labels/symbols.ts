import JsBarcode from 'jsbarcode'
import { encode } from 'uqr'
import type { BarcodeKind } from '../../../durable-objects/inventory/items/contract.ts'

/** A barcode as dark and light modules: one row of bars, or a square of them. */
export interface BarcodeSymbol {
  rows: readonly (readonly boolean[])[]
  isSquare: boolean
  /** Light modules that a scanner needs on both sides (ISO/IEC 15417, 15420, 16390, 18004). */
  quiet: number
}

const FORMAT: Readonly<Record<Exclude<BarcodeKind, 'qr'>, string>> = {
  ean13: 'EAN13',
  ean8: 'EAN8',
  upca: 'UPC',
  gtin14: 'ITF14',
  code128: 'CODE128',
}
const QUIET: Readonly<Record<Exclude<BarcodeKind, 'qr'>, number>> = {
  ean13: 11,
  ean8: 7,
  upca: 9,
  gtin14: 10,
  code128: 10,
}

export function symbolOf(text: string, kind: BarcodeKind): BarcodeSymbol {
  if (kind === 'qr') {
    const { data } = encode(text, { ecc: 'M', border: 0 })
    return { rows: data, isSquare: true, quiet: 4 }
  }
  const target: { encodings?: readonly { data: string }[] } = {}
  JsBarcode(target, text, { format: FORMAT[kind], flat: true })
  const modules = (target.encodings ?? []).map(({ data }) => data).join('')
  if (modules === '') throw new Error(`${text} was not encoded as ${kind}`)
  return { rows: [[...modules].map((each) => each === '1')], isSquare: false, quiet: QUIET[kind] }
}

/** Dark modules beside each other are one bar: between two rectangles a printer leaves a gap. */
export function barsOf(row: readonly boolean[]): { at: number; width: number }[] {
  const bars: { at: number; width: number }[] = []
  for (const [at, isDark] of row.entries()) {
    const last = bars.at(-1)
    if (!isDark) continue
    if (last && last.at + last.width === at) last.width++
    else bars.push({ at, width: 1 })
  }
  return bars
}
