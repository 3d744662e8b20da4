/**
 * The journal as characters: lines, blanks, comments and the tags inside comments.
 */

/** A line being read. Readers advance `at` over what they understood. */
export type Scanner = { text: string; at: number }

/** Any blank but a line end, as journal tools see it: space, tab, no-break and the other Unicode spaces. */
export const isBlank = (code: number): boolean =>
  code === 0x20 ||
  code === 0x09 ||
  (code > 0x7f &&
    (code === 0xa0 ||
      (code >= 0x2000 && code <= 0x200a) ||
      code === 0x202f ||
      code === 0x205f ||
      code === 0x3000 ||
      code === 0x1680))

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

export const skipBlanks = (s: Scanner): void => {
  while (s.at < s.text.length && isBlank(s.text.charCodeAt(s.at))) s.at++
}

export const atEnd = (s: Scanner): boolean => s.at >= s.text.length

/** Lines of the text without their ends (LF or CRLF) and without a leading byte order mark. */
export const splitLines = (text: string): string[] => {
  const lines = (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (line.charCodeAt(line.length - 1) === 0x0d) lines[i] = line.slice(0, -1)
  }
  return lines
}

/** A control character other than a tab: refused in rows that are booked, since it would be invisible in the books. */
export const hasControl = (line: string): boolean => {
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i)
    if (code < 0x20 ? code !== 0x09 : code === 0x7f) return true
  }
  return false
}

/**
 * Text with single blanks inside, up to two blanks, a tab or the end: how account names end. A lone Unicode blank
 * becomes a plain space. Leaves `at` after the name.
 */
export const readSingleSpaced = (s: Scanner): string => {
  const { text } = s
  const start = s.at
  let plain = true
  let i = start
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (!isBlank(code)) continue
    if (i + 1 >= text.length || isBlank(text.charCodeAt(i + 1)) || code === 0x09) break
    if (code !== 0x20) plain = false
  }
  s.at = i
  const name = text.slice(start, i)
  return plain ? name : [...name].map((c) => (isBlank(c.charCodeAt(0)) ? ' ' : c)).join('')
}

/**
 * Tags of one comment line: a word directly before a colon, its value up to the next comma. As in hledger, a colon
 * inside a value belongs to the value.
 */
export const commentTags = (comment: string): [string, string][] => {
  const tags: [string, string][] = []
  let from = 0
  for (;;) {
    const colon = comment.indexOf(':', from)
    if (colon < 0) return tags
    let word = colon
    while (word > from && !isBlank(comment.charCodeAt(word - 1))) word--
    if (word === colon) {
      from = colon + 1
      continue
    }
    const comma = comment.indexOf(',', colon)
    const end = comma < 0 ? comment.length : comma
    tags.push([comment.slice(word, colon), comment.slice(colon + 1, end).trim()])
    from = end + 1
  }
}

/** Dates in square brackets inside a posting comment: `[2026-01-31]`, `[=1/31]`. Returned without brackets. */
export const bracketedDates = (comment: string): string[] => {
  const found: string[] = []
  for (let open = comment.indexOf('['); open >= 0; open = comment.indexOf('[', open + 1)) {
    let i = open + 1
    let digits = false
    let separators = false
    for (; i < comment.length; i++) {
      const c = comment.charAt(i)
      if (c >= '0' && c <= '9') digits = true
      else if (c === '-' || c === '/' || c === '.') separators = true
      else if (c !== '=') break
    }
    if (comment.charAt(i) === ']' && digits && separators) found.push(comment.slice(open + 1, i))
  }
  return found
}
