import fontkit from '@pdf-lib/fontkit'
import {
  fill,
  PDFDocument,
  type PDFOperator,
  type PDFPage,
  PrintScaling,
  rectangle,
  setFillingRgbColor,
} from 'pdf-lib'
import type { LabelsReply } from '../../../durable-objects/inventory/items/contract.ts'
import { embeddedFonts, type Face, type Fonts } from '../reports/pdf-fonts.ts'
import { LAYOUTS, type Layout } from './layouts.ts'
import { type BarcodeSymbol, barsOf, symbolOf } from './symbols.ts'

/** Labels on their paper, at its own size: whoever prints them must not let the printer scale. */
export async function labelsPdf(
  { layout: name, data, skip }: LabelsReply & { skip: number },
  assets: Fetcher,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  const faces = await embeddedFonts(document, assets)
  document.setTitle('Labels')
  document.setProducer('Meridian')
  document.catalog.getOrCreateViewerPreferences().setPrintScaling(PrintScaling.None)
  const layout = LAYOUTS[name]
  const perPage = layout.columns * layout.rows
  let place = skip % perPage
  let page: PDFPage | undefined
  for (const label of data) {
    const symbol = symbolOf(label.barcode.text, label.barcode.kind)
    for (let count = 0; count < label.quantity; count++, place++) {
      if (!page || place % perPage === 0) page = document.addPage(sizeOf(layout))
      print(page, boxOf(layout, place % perPage), label, symbol, faces)
    }
  }
  return new Uint8Array(await document.save())
}

const POINTS = 72 / 25.4
const sizeOf = ({ page: [width, height] }: Layout): [number, number] => [width * POINTS, height * POINTS]

interface Box {
  x: number
  /** Of its lower edge. */
  y: number
  width: number
  height: number
}

function boxOf({ page, columns, label, origin, pitch }: Layout, place: number): Box {
  const [column, row] = [place % columns, Math.floor(place / columns)]
  const [x, top] = [origin[0] + column * pitch[0], origin[1] + row * pitch[1]]
  return {
    x: (x + PADDING) * POINTS,
    y: (page[1] - top - label[1] + PADDING) * POINTS,
    width: (label[0] - 2 * PADDING) * POINTS,
    height: (label[1] - 2 * PADDING) * POINTS,
  }
}

/** Printers miss the edge by a millimetre or two. */
const PADDING = 2.5
const NAME_SIZE = 8
const TEXT_SIZE = 6.5

type Label = LabelsReply['data'][number]

function print(
  page: PDFPage,
  box: Box,
  { item, barcode, unit }: Label,
  symbol: BarcodeSymbol,
  faces: Fonts,
): void {
  const draw = (face: Face, text: string, x: number, y: number, size: number, room: number) =>
    page.drawText(face.fitted(text, size, room), { x, y, size, font: face.font })
  const top = box.y + box.height
  if (symbol.isSquare) {
    const side = Math.min(box.height, box.width / 2)
    const x = box.x + side + 4
    const room = box.width - side - 4
    drawSymbol(page, symbol, { x: box.x, y: top - side, width: side, height: side })
    let y = top - NAME_SIZE
    for (const line of lines(item.name, faces.bold, NAME_SIZE, room)) {
      draw(faces.bold, line, x, y, NAME_SIZE, room)
      y -= NAME_SIZE + 1.5
    }
    draw(faces.regular, item.code, x, y, TEXT_SIZE, room)
    draw(faces.regular, unit, x, y - TEXT_SIZE - 2, TEXT_SIZE, room)
    return
  }
  draw(faces.bold, item.name, box.x, top - NAME_SIZE, NAME_SIZE, box.width)
  const code = `${item.code} · ${unit}`
  draw(faces.regular, code, box.x, top - NAME_SIZE - TEXT_SIZE - 2, TEXT_SIZE, box.width)
  const height = box.height - NAME_SIZE - 2 * TEXT_SIZE - 8
  const bars = { x: box.x, y: box.y + TEXT_SIZE + 2, width: box.width, height }
  drawSymbol(page, symbol, bars)
  const text = faces.regular.fitted(barcode.text, TEXT_SIZE, box.width)
  const width = faces.regular.widthOf(text, TEXT_SIZE)
  draw(faces.regular, text, box.x + (box.width - width) / 2, box.y, TEXT_SIZE, box.width)
}

/** A name on up to three lines, broken at spaces. */
function lines(text: string, face: Face, size: number, room: number): string[] {
  const found: string[] = ['']
  for (const word of text.split(' ')) {
    const longer = `${found.at(-1)} ${word}`.trim()
    if (found.at(-1) === '' || found.length === LINES_MAX || face.widthOf(longer, size) <= room)
      found[found.length - 1] = longer
    else found.push(word)
  }
  return found
}

const LINES_MAX = 3
/** 0.33 mm: the module of an EAN at its nominal size; wider ones only take room. */
const MODULE_MAX = 0.33 * POINTS * 1.5

/**
 * In the middle of its box, with its quiet zones, in modules as wide as there is room for. Bars begin and end on the dots of a
 * printer: where it has to round, some bars become wider than others, and readers fail.
 */
function drawSymbol(page: PDFPage, { rows, quiet, isSquare }: BarcodeSymbol, box: Box): void {
  const count = (rows[0]?.length ?? 0) + 2 * quiet
  const room = Math.min(box.width / count, isSquare ? box.height / count : MODULE_MAX)
  const dot = room >= 4 * DOT ? DOT : DOT / 2
  const module = Math.max(1, Math.floor(room / dot)) * dot
  const onDot = (at: number) => Math.round(at / dot) * dot
  const x = onDot(box.x + (box.width - module * count) / 2 + module * quiet)
  const height = isSquare ? module : box.height
  const top = onDot(isSquare ? box.y + box.height - module * quiet : box.y + box.height)
  const operators: PDFOperator[] = [setFillingRgbColor(0, 0, 0)]
  for (const [index, row] of rows.entries())
    for (const { at, width } of barsOf(row))
      operators.push(rectangle(x + at * module, top - (index + 1) * height, width * module, height))
  page.pushOperators(...operators, fill())
}

/** Of a printer with 300 dots an inch, as those for labels have; others have twice as many. */
const DOT = 72 / 300
