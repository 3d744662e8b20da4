/**
 * A barcode scanner that acts as a keyboard (a "keyboard wedge") types much faster than a person, and ends with Enter or
 * Tab. What comes so is a scan; everything else is left to the page. Pure: time is an argument.
 */
export interface WedgeOptions {
  /** Longest time between two keys of one scan. */
  idleMs: number
  /** Fewer characters are a person's. */
  charsMin: number
}

export interface WedgeKey {
  /** As `KeyboardEvent.key` says it. */
  key: string
  atMs: number
  /** The key goes into a text field: it belongs to whoever types there. */
  isInField: boolean
  hasControl: boolean
}

export interface WedgeOutcome {
  scan?: string
  /** Characters that turned out to be a person's. */
  typed?: string
  /** The page must not act on the key: the Enter of a scan would press the button that has the focus. */
  isTaken: boolean
}

export const WEDGE_DEFAULTS: WedgeOptions = { idleMs: 50, charsMin: 3 }
export const WEDGE_IDLE_MS = { min: 20, max: 300 } as const

/** FNC1 of GS1 barcodes, as scanners send it through a keyboard. */
const SEPARATOR = '\u001d'
const isSeparator = ({ key, hasControl }: WedgeKey) =>
  key === SEPARATOR || key === 'F8' || (hasControl && key === ']')

export class Wedge {
  readonly options: WedgeOptions
  #buffer = ''
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(options: WedgeOptions = WEDGE_DEFAULTS) {
    this.options = options
  }

  press(pressed: WedgeKey): WedgeOutcome {
    if (pressed.isInField) {
      this.#buffer = ''
      return { isTaken: false }
    }
    const typed = this.flush(pressed.atMs)
    const before = typed === undefined ? {} : { typed }
    if (pressed.key === 'Enter' || pressed.key === 'Tab') return { ...before, ...this.#end() }
    const char = isSeparator(pressed) ? SEPARATOR : pressed.key
    if (char.length !== 1 || (pressed.hasControl && char !== SEPARATOR)) return { ...before, isTaken: false }
    const isGoingOn = this.#buffer !== ''
    this.#buffer += char
    this.#lastMs = pressed.atMs
    // A first space may be a person's, who presses a button with it.
    return { ...before, isTaken: isGoingOn || char !== ' ' }
  }

  /** What a person typed, once it is clear that no more keys follow it at a scanner's speed. */
  flush(nowMs: number): string | undefined {
    if (this.#buffer === '' || nowMs - this.#lastMs <= this.options.idleMs) return undefined
    const typed = this.#buffer
    this.#buffer = ''
    return typed
  }

  #end(): WedgeOutcome {
    const text = this.#buffer
    this.#buffer = ''
    if (text.length >= this.options.charsMin) return { scan: text, isTaken: true }
    return text === '' ? { isTaken: false } : { typed: text, isTaken: false }
  }
}
