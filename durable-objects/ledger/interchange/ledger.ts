/**
 * Reads journal text of ledger-cli: the grammar of hledger with ledger's own comment marks, directives and rules.
 *
 * Balance assertions and assignments go by the order of the file, not of the dates. A lot price in braces weighs in the
 * balance only where the posting has a cost, too: the difference is the gain that the transaction books. A comma before
 * three digits parts thousands, and before others it is the decimal mark. https://ledger-cli.org/doc/ledger3.html
 */
import { readAlias, resolveAccount } from './accounts.ts'
import { readCommodity } from './amount.ts'
import type { Directive } from './directives.ts'
import {
  alias,
  applyAccount,
  commodityRow,
  endApplyAccount,
  note,
  setYear,
  skipTo,
  warnSubdirective,
} from './directives.ts'
import { parseAll } from './hledger.ts'
import type { CommodityDirective, JournalRules, ParsedJournal, Refused } from './model.ts'
import { isRefused, refuse } from './model.ts'
import { refusedConstructs } from './refusals.ts'
import type { ParserState } from './state.ts'
import { addError, isIndented, startState } from './state.ts'
import { readSingleSpaced, splitLines } from './text.ts'

/** Parses a whole journal. Takes time linear in the text. */
export const parseLedger = (text: string): ParsedJournal => {
  const state = startState(splitLines(text), 'ledger')
  state.own = own
  return { ...parseAll(state), rules }
}

const rules: JournalRules = {
  order: 'file',
  costOf: ({ cost, lot }) => (cost === null ? null : (lot ?? cost)),
}

const account: Directive = (state, argument, line) => {
  const written = readSingleSpaced({ text: argument, at: 0 })
  if (written === '') return refuse('account_missing', 'Name the account: account NAME.')
  const name = resolveAccount(state.rules, written)
  if (isRefused(name)) return name
  const comment: string[] = []
  forEachRow(state, (row, keyword, value) => {
    if (row.startsWith(';')) comment.push(row.slice(1).trim())
    else if (keyword === 'alias') return alias(state, `${value} = ${name}`, line)
    else if (keyword === 'default') state.bucket = name
    else if (isExpression(keyword)) return refusedConstructs.get(keyword) ?? null
    else if (keyword === 'note') note(state, state.next, 'note', value)
    else warnSubdirective(state, 'account', row)
    return null
  })
  state.journal.accounts.push({ line, account: name, comment })
  return null
}

const commodity: Directive = (state, argument, line) => {
  const symbol = readCommodity({ text: argument, at: 0 })
  if (isRefused(symbol)) return symbol
  const declared: CommodityDirective = {
    line,
    name: 'commodity',
    commodity: symbol,
    decimals: null,
    comment: [],
  }
  state.journal.commodities.push(declared)
  forEachRow(state, (row, keyword, value) => {
    if (keyword === 'alias') return commodityAlias(state, value, symbol)
    if (keyword === 'default') setDefault(state, declared)
    else if (keyword === 'note' || keyword === 'nomarket') note(state, state.next, keyword, value)
    else if (isExpression(keyword)) return refusedConstructs.get(keyword) ?? null
    // A whole number says that there are no decimals, which ledger needs no mark for.
    else if (keyword === 'format' && !/[.,]/.test(value)) declared.decimals = 0
    else return commodityRow(state, declared, row)
    return null
  })
  return null
}

const commodityAlias = (state: ParserState, written: string, symbol: string): Refused | null => {
  const other = readCommodity({ text: written, at: 0 })
  if (isRefused(other)) return other
  state.styles.aliases?.set(other, symbol)
  return null
}

const setDefault = (state: ParserState, { commodity: symbol }: CommodityDirective): void => {
  const style = state.styles.commodities.get(symbol) ?? { decimalMark: '.', groupMark: ',', decimals: 2 }
  state.styles.defaultCommodity = { commodity: symbol, style }
}

const isExpression = (keyword: string): boolean => ['assert', 'check', 'eval', 'value'].includes(keyword)

/** The indented rows below a directive, each with its first word and the rest. */
const forEachRow = (
  state: ParserState,
  take: (row: string, keyword: string, value: string) => Refused | null,
): void => {
  for (let row = state.lines[state.next]; isIndented(row); row = state.lines[state.next]) {
    state.next++
    const text = row.trim()
    const [keyword = ''] = text.split(/\s/, 1)
    const refused = take(text, keyword, text.slice(keyword.length).trim())
    if (refused !== null) addError(state.issues, state.next, refused)
  }
}

const bucket: Directive = (state, argument, line) => {
  const name = resolveAccount(state.rules, argument.trim())
  if (isRefused(name)) return name
  state.bucket = name
  return note(state, line, 'bucket', argument)
}

const open =
  (block: string, begin: Directive): Directive =>
  (state, argument, line) => {
    const refused = begin(state, argument, line)
    if (refused === null) state.blocks.push(block)
    return refused
  }

const applyTag: Directive = (state, argument, line) => {
  const tag = argument.trim()
  if (tag === '')
    return refuse('invalid_directive', 'Name the tag: apply tag NAME, or apply tag NAME: VALUE.')
  state.tags.push(tag.includes(':') ? tag : `${tag}:`)
  return note(state, line, 'apply tag', tag)
}

/** `end apply account`, `end apply`, `end tag`: the block that was opened last. */
const close: Directive = (state, argument, line) => {
  const block = state.blocks.pop()
  if (block === undefined)
    return refuse('unknown_directive', 'Nothing is open that this line would end. Remove the line.')
  if (block === 'account') return endApplyAccount(state, argument, line)
  if (block === 'tag') state.tags.pop()
  return note(state, line, `end apply ${block}`, '')
}

const skipComment: Directive = (state) => {
  skipTo(state, 'end comment')
  return null
}

const skipTest: Directive = (state) => {
  skipTo(state, 'end test')
  return null
}

/** Names that tags and payees go by change nothing of what is booked. */
const declared =
  (name: string): Directive =>
  (state, argument, line) => {
    forEachRow(state, (row, keyword) => {
      if (isExpression(keyword)) return refusedConstructs.get(keyword) ?? null
      if (!row.startsWith(';')) warnSubdirective(state, name, row)
      return null
    })
    return note(state, line, name, argument)
  }

const aliasDirective: Directive = (state, argument, line) => {
  const read = readAlias(argument)
  return isRefused(read) ? read : alias(state, argument, line)
}

const own: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['account', account],
  ['alias', aliasDirective],
  ['commodity', commodity],
  ['bucket', bucket],
  ['A', bucket],
  ['payee', declared('payee')],
  ['tag', declared('tag')],
  ['apply account', open('account', applyAccount)],
  ['apply tag', open('tag', applyTag)],
  ['apply year', open('year', setYear)],
  ['end apply account', close],
  ['end apply tag', close],
  ['end apply year', close],
  ['end apply', close],
  ['end tag', close],
  ['end', close],
  ['comment', skipComment],
  ['test', skipTest],
])
