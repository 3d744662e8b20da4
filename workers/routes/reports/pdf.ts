import fontkit from '@pdf-lib/fontkit'
import {
  beginText,
  endText,
  moveText,
  PDFDocument,
  type PDFFont,
  PDFHexString,
  type PDFName,
  type PDFPage,
  rgb,
  setFillingRgbColor,
  setFontAndSize,
  showText,
} from 'pdf-lib'
import type { Sheet, SheetColumn, SheetRow } from './sheet.ts'

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
  const [regular, bold] = await Promise.all(FONTS.map((name) => fontOf(assets, name)))
  const fonts = {
    // Kerning would put the digits of one column at different widths.
    regular: new Face(await document.embedFont(regular as ArrayBuffer, EMBEDDED)),
    bold: new Face(await document.embedFont(bold as ArrayBuffer, EMBEDDED)),
  }
  const [company] = sheet.facts
  document.setTitle(`${sheet.title}${company ? ` · ${company[1]}` : ''}`)
  document.setProducer('Meridian')
  const printer = new Printer(document, fonts, sheet)
  for (const columns of blocksOf(sheet, rows, fonts, printer.width)) printer.print(columns, rows)
  printer.number()
  return new Uint8Array(await document.save())
}

export const FONTS = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf']
export const EMBEDDED = { subset: true, features: { kern: false, liga: false } }

const loaded = new Map<string, Promise<ArrayBuffer>>()

/** Read once in the life of the isolate. */
export function fontOf(assets: Fetcher, name: string): Promise<ArrayBuffer> {
  const known = loaded.get(name)
  if (known) return known
  const loading = assets.fetch(`https://assets.invalid/fonts/${name}`).then(async (response) => {
    const bytes = await response.arrayBuffer()
    // An unknown address is answered with the app's page.
    if (!response.ok || new DataView(bytes).getUint32(0) !== TRUETYPE)
      throw new Error(`the font ${name} is not there`)
    return bytes
  })
  loaded.set(name, loading)
  loading.catch(() => loaded.delete(name))
  return loading
}

const TRUETYPE = 0x00010000

/** A font that remembers its characters: to lay out every text anew costs twenty times as much as all the rest. */
export class Face {
  readonly font: PDFFont
  readonly #widths = new Map<string, number>()
  readonly #codes = new Map<string, string>()

  constructor(font: PDFFont) {
    this.font = font
  }

  widthOf(text: string, size: number): number {
    let width = 0
    for (const character of text) {
      let of = this.#widths.get(character)
      if (of === undefined) {
        of = this.font.widthOfTextAtSize(character, 1)
        this.#widths.set(character, of)
      }
      width += of
    }
    return width * size
  }

  /** The text as the file writes it. Without kerning and ligatures, it is that of its characters one by one. */
  encoded(text: string): PDFHexString {
    let codes = ''
    for (const character of text) {
      let code = this.#codes.get(character)
      if (code === undefined) {
        code = this.font.encodeText(character).asString()
        this.#codes.set(character, code)
      }
      codes += code
    }
    return PDFHexString.of(codes)
  }

  /** The text, or as much of it as there is room for. */
  fitted(text: string, size: number, room: number): string {
    if (this.widthOf(text, size) <= room) return text
    const characters = [...text]
    let width = this.widthOf('…', size)
    const kept: string[] = []
    for (const character of characters) {
      width += this.widthOf(character, size)
      if (width > room) break
      kept.push(character)
    }
    return `${kept.join('').trimEnd()}…`
  }
}

interface Fonts {
  regular: Face
  bold: Face
}

interface PlacedColumn {
  index: number
  x: number
  width: number
  isRight: boolean
}

const A4 = [595.28, 841.89] as const
const MARGIN = 36
const SIZE = 7.5
const LINE = 11
const GAP = 6
const INDENT = 8
const TEXT_MIN = 6 * SIZE
const BLACK = 0
const GREY = 0.4
const RULE = rgb(0.75, 0.75, 0.75)

const isRight = ({ kind }: SheetColumn): boolean => kind === 'amount' || kind === 'number'

/**
 * Columns in blocks that fit the width of a page: every block begins with the texts, then come as many amounts as there
 * is room for.
 */
function blocksOf(sheet: Sheet, rows: readonly SheetRow[], fonts: Fonts, room: number): PlacedColumn[][] {
  const needed = sheet.columns.map((column, index) =>
    Math.max(
      fonts.bold.widthOf(column.title, SIZE),
      ...longest(rows, index).map((text) => fonts.bold.widthOf(text, SIZE)),
    ),
  )
  const columns = sheet.columns.map((column, index) => ({
    column,
    index,
    width: (needed[index] as number) + 1,
  }))
  const texts = columns.filter(({ column }) => !isRight(column))
  const amounts = columns.filter(({ column }) => isRight(column))
  const textsMin = texts.reduce((sum, { width }) => sum + Math.min(width, TEXT_MIN) + GAP, 0)
  const blocks: (typeof columns)[] = [[]]
  let left = room - textsMin
  for (const amount of amounts) {
    const block = blocks.at(-1) as typeof columns
    if (left < amount.width + GAP && block.length > 0) {
      blocks.push([amount])
      left = room - textsMin - amount.width - GAP
      continue
    }
    block.push(amount)
    left -= amount.width + GAP
  }
  return blocks.map((block) =>
    placed(
      [...texts, ...block].sort((a, b) => a.index - b.index),
      room,
    ),
  )
}

/** The longest texts of a column; widths go with them closely enough. */
function longest(rows: readonly SheetRow[], index: number): string[] {
  let [found, length] = ['', 0]
  for (const { cells, indent } of rows) {
    const text = String(cells[index] ?? '')
    const own = text.length + (index === 1 ? indent * 2 : 0)
    if (own > length) [found, length] = [index === 1 ? `${'  '.repeat(indent)}${text}` : text, own]
  }
  return [found]
}

/** Amounts get what they need; texts share the rest by their wishes. */
function placed(
  columns: readonly { column: SheetColumn; index: number; width: number }[],
  room: number,
): PlacedColumn[] {
  const fixed = columns.filter(({ column }) => isRight(column) || column.kind === 'date')
  const free = columns.filter((each) => !fixed.includes(each))
  const rest = room - GAP * (columns.length - 1) - fixed.reduce((sum, { width }) => sum + width, 0)
  const wanted = free.reduce((sum, { width }) => sum + width, 0)
  const shares = free.reduce((sum, { column }) => sum + (column.width ?? 12), 0)
  let x = MARGIN
  return columns.map(({ column, index, width }) => {
    const isFixed = isRight(column) || column.kind === 'date'
    const share = (column.width ?? 12) / shares
    const given = isFixed ? width : wanted <= rest ? width + (rest - wanted) * share : rest * share
    const place = { index, x, width: given, isRight: isRight(column) }
    x += given + GAP
    return place
  })
}

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
