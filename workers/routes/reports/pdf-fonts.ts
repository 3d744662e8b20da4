import type { PDFDocument, PDFFont } from 'pdf-lib'
import { PDFHexString } from 'pdf-lib'

/** The font of a PDF, embedded as far as it is used. */
export interface Fonts {
  regular: Face
  bold: Face
}

/** Kerning would put the digits of one column at different widths. */
export async function embeddedFonts(document: PDFDocument, assets: Fetcher): Promise<Fonts> {
  const [regular, bold] = await Promise.all(FONTS.map((name) => fontOf(assets, name)))
  return {
    regular: new Face(await document.embedFont(regular as ArrayBuffer, EMBEDDED)),
    bold: new Face(await document.embedFont(bold as ArrayBuffer, EMBEDDED)),
  }
}

const FONTS = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf']
const EMBEDDED = { subset: true, features: { kern: false, liga: false } }

const loaded = new Map<string, Promise<ArrayBuffer>>()

/** Read once in the life of the isolate. */
function fontOf(assets: Fetcher, name: string): Promise<ArrayBuffer> {
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
