import fontkit from '@pdf-lib/fontkit'
import {
  beginText,
  endText,
  moveText,
  PDFDocument,
  type PDFFont,
  type PDFName,
  type PDFPage,
  rgb,
  setFillingRgbColor,
  setFontAndSize,
  showText,
} from 'pdf-lib'
import { blocksOf, MARGIN, type PlacedColumn, SIZE } from './pdf-columns.ts'
import { embeddedFonts, type Face, type Fonts } from './pdf-fonts.ts'
import type { Sheet, SheetRow } from './sheet.ts'

/**
 * A report on A4 pages: what it is of on the first, the header of the columns on each, and how many pages there are. The
 * font is in the file, so that it looks and reads the same everywhere, also names that are not Latin.
 */
export async function pdfOf(
  sheet: Sheet,
  rows: readonly SheetRow[],
  assets: Fetcher,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  const fonts = await embeddedFonts(document, assets)
  const [company] = sheet.facts
  document.setTitle(`${sheet.title}${company ? ` · ${company[1]}` : ''}`)
  document.setProducer('Meridian')
  const printer = new Printer(document, fonts, sheet)
  for (const columns of blocksOf(sheet, rows, fonts, printer.width)) printer.print(columns, rows)
  printer.number()
  return new Uint8Array(await document.save())
}

const A4 = [595.28, 841.89] as const
const LINE = 11
const INDENT = 8
const BLACK = 0
const GREY = 0.4
const RULE = rgb(0.75, 0.75, 0.75)

class Printer {
  readonly #document: PDFDocument
  readonly #fonts: Fonts
  readonly #sheet: Sheet
  readonly #size: readonly [number, number]
  readonly #fontKeys = new Map<PDFPage, Map<PDFFont, PDFName>>()
  #page: PDFPage | undefined
  #y = 0

  constructor(document: PDFDocument, fonts: Fonts, sheet: Sheet) {
    this.#document = document
    this.#fonts = fonts
    this.#sheet = sheet
    const isWide = sheet.columns.length > 7
    this.#size = isWide ? [A4[1], A4[0]] : A4
  }

  get width(): number {
    return this.#size[0] - 2 * MARGIN
  }

  print(columns: readonly PlacedColumn[], rows: readonly SheetRow[]): void {
    this.#begin(columns)
    for (const row of rows) {
      if (this.#y < MARGIN + 2 * LINE) this.#begin(columns)
      this.#row(columns, row)
    }
  }

  /** Page numbers are written last, when it is known how many there are. */
  number(): void {
    const pages = this.#document.getPages()
    const hash = this.#sheet.facts.find(([label]) => label === 'Hash')?.[1]
    for (const [index, page] of pages.entries()) {
      this.#page = page
      const text = `Page ${index + 1} of ${pages.length}`
      const { regular } = this.#fonts
      const about = [this.#sheet.title, this.#sheet.facts[0]?.[1], hash?.slice(0, 16)]
        .filter(Boolean)
        .join(' · ')
      this.#draw(regular, regular.fitted(about, 6.5, this.width / 2), MARGIN, MARGIN - 8, 6.5, GREY)
      this.#draw(regular, text, MARGIN + this.width - regular.widthOf(text, 6.5), MARGIN - 8, 6.5, GREY)
    }
  }

  #begin(columns: readonly PlacedColumn[]): void {
    const isFirst = this.#document.getPageCount() === 0
    this.#page = this.#document.addPage([this.#size[0], this.#size[1]])
    this.#y = this.#size[1] - MARGIN
    if (isFirst) this.#above()
    const { bold } = this.#fonts
    this.#y -= LINE
    for (const { index, x, width, isRight: right } of columns) {
      const title = bold.fitted(this.#sheet.columns[index]?.title ?? '', SIZE, width)
      this.#draw(bold, title, right ? x + width - bold.widthOf(title, SIZE) : x, this.#y, SIZE)
    }
    this.#rule(this.#y - 3)
    this.#y -= 3
  }

  #above(): void {
    const { regular, bold } = this.#fonts
    this.#y -= 14
    this.#draw(bold, bold.fitted(this.#sheet.title, 14, this.width), MARGIN, this.#y, 14)
    this.#y -= 4
    for (const [label, value] of this.#sheet.facts) {
      this.#y -= LINE
      this.#draw(regular, label, MARGIN, this.#y, SIZE, GREY)
      this.#draw(regular, regular.fitted(value, SIZE, this.width - 80), MARGIN + 80, this.#y, SIZE)
    }
    this.#y -= 8
  }

  #row(columns: readonly PlacedColumn[], { cells, kind, indent }: SheetRow): void {
    this.#y -= kind === 'section' ? LINE + 4 : LINE
    const face = kind === 'plain' ? this.#fonts.regular : this.#fonts.bold
    for (const { index, x, width, isRight: right } of columns) {
      const cell = cells[index]
      if (cell === null || cell === undefined || cell === '') continue
      const inward = index === 1 ? Math.min(indent * INDENT, width / 2) : 0
      const text = face.fitted(String(cell), SIZE, width - inward + 0.5)
      this.#draw(face, text, right ? x + width - face.widthOf(text, SIZE) : x + inward, this.#y, SIZE)
    }
  }

  #draw(face: Face, text: string, x: number, y: number, size: number, grey = BLACK): void {
    this.#page?.pushOperators(
      beginText(),
      setFillingRgbColor(grey, grey, grey),
      setFontAndSize(this.#fontKey(face), size),
      moveText(x, y),
      showText(face.encoded(text)),
      endText(),
    )
  }

  /** The name that a page knows a font by. */
  #fontKey({ font }: Face): PDFName {
    const page = this.#page as PDFPage
    const keys = this.#fontKeys.get(page) ?? new Map<PDFFont, PDFName>()
    this.#fontKeys.set(page, keys)
    const key = keys.get(font) ?? page.node.newFontDictionary(font.name, font.ref)
    keys.set(font, key)
    return key
  }

  #rule(y: number): void {
    const end = { x: MARGIN + this.width, y }
    this.#page?.drawLine({ start: { x: MARGIN, y }, end, thickness: 0.5, color: RULE })
  }
}
