import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
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

interface Picture {
  width: number
  height: number
  grey: Uint8ClampedArray
}

/** The pages as a printer of 300 dots an inch has them. */
function printed(pdf: Uint8Array): Picture[] {
  const folder = mkdtempSync(join(tmpdir(), 'labels-'))
  try {
    writeFileSync(join(folder, 'labels.pdf'), pdf)
    execFileSync('pdftoppm', [
      '-gray',
      '-r',
      '300',
      '-aa',
      'no',
      '-aaVector',
      'no',
      join(folder, 'labels.pdf'),
      join(folder, 'page'),
    ])
    const names = execFileSync('ls', [folder]).toString().split('\n')
    return names
      .filter((name) => name.endsWith('.pgm'))
      .map((name) => pictureOf(readFileSync(join(folder, name))))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function pictureOf(file: Buffer): Picture {
  const [head = '', width, height] =
    /^P5\s(\d+)\s(\d+)\s255\s/.exec(file.subarray(0, 40).toString('latin1')) ?? []
  return {
    width: Number(width),
    height: Number(height),
    grey: new Uint8ClampedArray(file.subarray(head.length)),
  }
}

/** The label at a place of the page, as somebody else's reader sees it. */
function readAt({ width, grey }: Picture, layout: LabelLayout, place: number): string {
  const { origin, pitch, label: size, columns } = LAYOUTS[layout]
  const dots = (millimetres: number) => Math.floor((millimetres / 25.4) * 300)
  const left = dots(origin[0] + (place % columns) * pitch[0])
  const top = dots(origin[1] + Math.floor(place / columns) * pitch[1])
  const [w, h] = [dots(size[0]), dots(size[1])]
  const cut = new Uint8ClampedArray(w * h)
  for (let y = 0; y < h; y++)
    cut.set(grey.subarray((top + y) * width + left, (top + y) * width + left + w), y * w)
  const source = new zxing.RGBLuminanceSource(cut, w, h)
  const hints = new Map([[zxing.DecodeHintType.TRY_HARDER, true]])
  return new zxing.MultiFormatReader()
    .decode(new zxing.BinaryBitmap(new zxing.HybridBinarizer(source)), hints)
    .getText()
}

const hasPrinter = spawnSync('pdftoppm', ['-v']).error === undefined

describe.skipIf(!hasPrinter)('a printed label (needs pdftoppm)', () => {
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
      const { columns, rows } = LAYOUTS[layout]
      const pages = printed(
        await pdfOf(
          layout,
          TEXTS.map(([text, kind]) => label(text, kind)),
        ),
      )
      const perPage = columns * rows
      for (const [index, [text]] of TEXTS.entries()) {
        const page = pages[Math.floor(index / perPage)] as Picture
        expect([layout, readAt(page, layout, index % perPage)]).toEqual([layout, text])
      }
    },
  )

  it('comes as often as it is wanted, after the places that are used', async () => {
    const pages = printed(await pdfOf('a4-3x8', [label('4006381333931', 'ean13', 30)], 5))
    expect(pages).toHaveLength(2)
    const [first, second] = pages as [Picture, Picture]
    expect(() => readAt(first, 'a4-3x8', 4)).toThrow()
    expect(readAt(first, 'a4-3x8', 5)).toBe('4006381333931')
    expect(readAt(first, 'a4-3x8', 23)).toBe('4006381333931')
    expect(readAt(second, 'a4-3x8', 10)).toBe('4006381333931')
    expect(() => readAt(second, 'a4-3x8', 11)).toThrow()
  })
})
