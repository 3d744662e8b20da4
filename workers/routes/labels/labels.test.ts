import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import zxing from '@zxing/library'
import { describe, expect, it } from 'vitest'
import {
  type BarcodeKind,
  LABEL_LAYOUTS,
  type LabelLayout,
} from '../../../durable-objects/inventory/items/contract.ts'
import { LAYOUTS } from './layouts.ts'
import { labelsPdf } from './pdf.ts'
import { barsOf, symbolOf } from './symbols.ts'

const bars = (text: string, kind: BarcodeKind) =>
  (symbolOf(text, kind).rows[0] ?? []).map((isDark) => (isDark ? '1' : '0')).join('')

describe('a symbol', () => {
  // ISO/IEC 15420: guards of 101, 01010, 101; the published example 5901234123457, sets LGGLLG by its first digit.
  it('of EAN-13 is the published pattern', () => {
    expect(bars('5901234123457', 'ean13')).toBe(
      [
        '101',
        '0001011 0100111 0110011 0010011 0111101 0011101',
        '01010',
        '1100110 1101100 1000010 1011100 1001110 1000100',
        '101',
      ]
        .join('')
        .replaceAll(' ', ''),
    )
  })

  // ISO/IEC 15417, annex: start B, the characters, the check character modulo 103, stop.
  it('of Code 128 begins, ends and is checked as the standard says', () => {
    expect(bars('PJJ123C', 'code128')).toBe(
      [
        '11010010000',
        '11101110110',
        '10110111000',
        '10110111000',
        '10011100110',
        '11001110010',
        '11001011100',
        '10001000110',
        '11101000110',
        '1100011101011',
      ].join(''),
    )
  })

  it('has one bar for dark modules beside each other', () => {
    expect(barsOf([true, true, false, true])).toEqual([
      { at: 0, width: 2 },
      { at: 3, width: 1 },
    ])
  })
})

describe('a layout', () => {
  it.each(LABEL_LAYOUTS.map((name) => [name, LAYOUTS[name]] as const))('%s lies on its page', (_, each) => {
    for (const axis of [0, 1] as const) {
      const count = axis === 0 ? each.columns : each.rows
      const end = each.origin[axis] + (count - 1) * each.pitch[axis] + each.label[axis]
      expect(end).toBeLessThanOrEqual(each.page[axis] + 1e-9)
      expect(count === 1 || each.pitch[axis] >= each.label[axis]).toBe(true)
    }
  })
})

/** The fonts as the assets of the deployment have them. */
const assets = {
  fetch: async (address: string) =>
    new Response(readFileSync(join('node_modules/dejavu-fonts-ttf/ttf', address.split('/').at(-1) ?? ''))),
} as unknown as Fetcher

const label = (text: string, kind: BarcodeKind, quantity = 1) => ({
  item: { id: 'itm_1', code: 'ESP-250', name: 'Espresso crème, Bohne, 250-g-Beutel mit Aromaventil' },
  barcode: { text, kind },
  unit: 'pcs',
  quantity,
})
const pdfOf = (layout: LabelLayout, data: ReturnType<typeof label>[], skip = 0) =>
  labelsPdf({ layout, labels: data.length, data, skip }, assets)

/** Dots an inch of an office printer. */
const DOTS = 600

/** The label at a place of a page, as a printer has it and somebody else's reader reads it; undefined: there is none. */
function read(pdf: Uint8Array, layout: LabelLayout, page: number, place: number, isSquare = false) {
  const { origin, pitch, label: size, columns } = LAYOUTS[layout]
  const dots = (millimetres: number) => String(Math.floor((millimetres / 25.4) * DOTS))
  const crop = [
    ['-x', dots(origin[0] + (place % columns) * pitch[0])],
    ['-y', dots(origin[1] + Math.floor(place / columns) * pitch[1])],
    ['-W', dots(size[0])],
    ['-H', dots(size[1])],
  ].flat()
  const which = ['-f', `${page}`, '-l', `${page}`, '-r', `${DOTS}`]
  const picture = execFileSync('pdftoppm', ['-gray', ...which, ...crop, '-'], {
    input: pdf,
    maxBuffer: 2 ** 27,
  })
  const [head = '', width, height] =
    /^P5\s(\d+)\s(\d+)\s255\s/.exec(picture.subarray(0, 40).toString('latin1')) ?? []
  const grey = new Uint8ClampedArray(picture.subarray(head.length))
  if (grey.every((dot) => dot === 255)) return undefined
  const source = new zxing.RGBLuminanceSource(grey, Number(width), Number(height))
  return decoded(source, isSquare)
}

function decoded(source: InstanceType<typeof zxing.RGBLuminanceSource>, isSquare: boolean): string {
  const hints = new Map([[zxing.DecodeHintType.TRY_HARDER, true]])
  const bitmap = new zxing.BinaryBitmap(new zxing.GlobalHistogramBinarizer(source))
  const reader = isSquare ? new zxing.QRCodeReader() : new zxing.MultiFormatOneDReader(hints)
  try {
    return reader.decode(bitmap, hints).getText()
  } catch (error) {
    return `not read: ${error}`
  }
}

const hasPrinter = spawnSync('pdftoppm', ['-v']).error === undefined

describe.skipIf(!hasPrinter)('a printed label (needs pdftoppm)', { timeout: 60_000 }, () => {
  const TEXTS = [
    ['4006381333931', 'ean13'],
    ['96385074', 'ean8'],
    ['036000291452', 'upca'],
    ['14006381333938', 'gtin14'],
    ['SHELF-7/A.03', 'code128'],
    ['https://id.gs1.org/01/04006381333931/10/Größe 7', 'qr'],
  ] as const

  it.each(LABEL_LAYOUTS.map((name) => [name]))(
    'on %s is read by a reader that is not ours',
    async (layout) => {
      const perPage = LAYOUTS[layout].columns * LAYOUTS[layout].rows
      const pdf = await pdfOf(
        layout,
        TEXTS.map(([text, kind]) => label(text, kind)),
      )
      for (const [index, [text, kind]] of TEXTS.entries())
        expect(read(pdf, layout, Math.floor(index / perPage) + 1, index % perPage, kind === 'qr')).toBe(text)
    },
  )

  it('comes as often as it is wanted, after the places that are used', async () => {
    const pdf = await pdfOf('a4-3x8', [label('4006381333931', 'ean13', 30)], 5)
    const found = [
      [1, 4],
      [1, 5],
      [1, 23],
      [2, 10],
      [2, 11],
    ].map(([page, place]) => read(pdf, 'a4-3x8', page as number, place as number))
    expect(found).toEqual([undefined, '4006381333931', '4006381333931', '4006381333931', undefined])
  })
})
