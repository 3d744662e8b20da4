import { linesOf, type Unit, type Units } from './units.ts'

type JournalFormat = 'hledger' | 'ledger' | 'beancount'

/** Transactions of a plain-text journal. Directives hold for what follows, so later parts repeat them. */
export function journalUnits(chunks: AsyncIterable<string>, format: JournalFormat): Units {
  async function* units(): AsyncGenerator<Unit> {
    let open: Unit | undefined
    let block: string | undefined
    let hasOpenString = false
    let line = 0
    for await (const row of linesOf(chunks)) {
      line++
      const text = row.replace(/^\uFEFF/, '')
      const isContinued =
        block !== undefined || hasOpenString || /^[ \t\r\n]/.test(text) || text.trim() === ''
      if (block !== undefined && text.trimEnd() === block) block = undefined
      else if (block === undefined && format !== 'beancount') block = BLOCKS.get(text.trimEnd())
      if (format === 'beancount') hasOpenString = isOpenAfter(text, hasOpenString)
      if (isContinued && open) {
        open.text += row
        continue
      }
      if (open) yield open
      open = { text: row, line, ...kindOf(text, format) }
    }
    if (open) yield open.text.endsWith('\n') ? open : { ...open, text: `${open.text}\n` }
  }
  return { head: () => '', units: units() }
}

/** Blocks of free text, by the lines that begin and end them. */
const BLOCKS = new Map([
  ['comment', 'end comment'],
  ['test', 'end test'],
])

function kindOf(text: string, format: JournalFormat): Pick<Unit, 'rows' | 'isCarried'> {
  if (format !== 'beancount') {
    if (/^\d/.test(text)) return { rows: 1 }
    const says = !/^[;#*|%\s]/.test(text) && !BLOCKS.has(text.trimEnd())
    return { rows: 0, isCarried: says }
  }
  if (/^\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+(txn|[*!&#?%"]|[A-Z]\s)/.test(text)) return { rows: 1 }
  const holdsOn =
    /^(option|include|plugin|push|pop)|^\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+(open|close|commodity|price)\b/
  return { rows: 0, isCarried: holdsOn.test(text) }
}

function isOpenAfter(text: string, before: boolean): boolean {
  let isOpen = before
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at)
    if (isOpen && c === '\\') at++
    else if (c === '"') isOpen = !isOpen
    else if (c === ';' && !isOpen) return false
  }
  return isOpen
}
