/**
 * Reads beancount text into the journal that the plan is made of: lots are found, amounts that are left out filled in,
 * pads written out, and balances checked. Metadata that our own export writes gives back codes, names, notes and tags.
 */
import { bookFile, type PadEntry } from './beancount/booking.ts'
import type { Whole, WholePosting } from './beancount/interpolate.ts'
import type { BeanFile, BeanTransaction } from './beancount/model.ts'
import { readBeancount } from './beancount/read.ts'
import { isZero, magnitude } from './decimal.ts'
import { beancountNames } from './export-beancount.ts'
import type { AccountType, CarriedBalance, ParsedJournal, Posting, Transaction } from './model.ts'
import { decode, encode } from './reserved.ts'
import { closeIssues, noIssues } from './state.ts'

/** Parses a whole file, or a part of one that what lies before it adds up to `carried`. */
export const parseBeancount = (
  text: string,
  {
    carried = [],
    balancesUnknown = false,
  }: { carried?: readonly CarriedBalance[]; balancesUnknown?: boolean } = {},
): ParsedJournal => {
  const file = readBeancount(text)
  const issues = noIssues()
  const { transactions, pads } = bookFile(file, issues, carried, balancesUnknown)
  const found = closeIssues(issues)
  return {
    rules: { order: 'date', costOf: ({ lot, cost }) => lot ?? cost },
    transactions: [
      ...transactions.map(({ transaction, whole }) => transactionOf(transaction, whole)),
      ...pads.map(padTransaction),
    ].sort((a, b) => a.line - b.line),
    accounts: accountsOf(file),
    prices: file.directives
      .filter((each) => each.kind === 'price')
      .map(({ line, date, currency, amount }) => ({
        line,
        date,
        commodity: currency,
        price: { commodity: amount.currency, quantity: amount.number, decimals: amount.decimals },
      })),
    commodities: commoditiesOf(file),
    directives: file.noted,
    errors: [...file.errors, ...found.errors],
    warnings: [...file.warnings, ...found.warnings],
  }
}

// -------------------------------------------------------------------------------------------- declarations

const accountsOf = ({ directives, options }: BeanFile): ParsedJournal['accounts'] => {
  const types = new Map<string, AccountType>([
    [options.roots.assets, 'asset'],
    [options.roots.liabilities, 'liability'],
    [options.roots.equity, 'equity'],
    [options.roots.income, 'income'],
    [options.roots.expenses, 'expense'],
  ])
  return directives
    .filter((each) => each.kind === 'open')
    .map(({ line, account, meta }) => {
      const type = types.get(account.split(':', 1)[0] ?? '')
      const tags = type === undefined ? [] : [`type: ${type === 'income' ? 'revenue' : type}`]
      const name = meta.get('name')
      if (name !== undefined) tags.push(`name: ${encode(name)}`)
      const code = meta.get('code')
      if (code !== undefined && type !== undefined && isNameOf(account, code, type))
        tags.push(`meridian-code: ${encode(code)}`)
      return { line, account, comment: [tags.join(', ')] }
    })
}

/** Whether our export gives the account this name: then its `code` is the exact one, else it is somebody's note. */
const isNameOf = (account: string, code: string, type: AccountType): boolean => {
  const header = {
    company: '',
    currency: 'EUR',
    currencyScale: 2,
    units: [],
    accounts: [{ code, name: '', type }],
  }
  const name = beancountNames(header).accounts.get(code)
  return name === account || name === account.replace(/:N\d+-/, ':')
}

const commoditiesOf = ({ directives }: BeanFile): ParsedJournal['commodities'] =>
  directives
    .filter((each) => each.kind === 'commodity')
    .map(({ line, currency, meta }) => {
      const code = meta.get('code')
      const isOurs = code !== undefined && /^U\d+\.[A-Z0-9]+$/.test(currency)
      const comment = isOurs ? [`meridian-unit: ${encode(code)}`] : []
      return { line, name: 'commodity', commodity: currency, decimals: null, comment }
    })

// -------------------------------------------------------------------------------------------- transactions

const transactionOf = (transaction: BeanTransaction, whole: Whole | null): Transaction => {
  const { line, date, flag, refused } = transaction
  return {
    line,
    date,
    date2: null,
    status: flag === '!' && !transaction.meta.has('status') ? 'pending' : null,
    code: null,
    description: descriptionOf(transaction),
    comment: [textsOf(transaction)],
    postings: whole ? postingsOf(whole) : [],
    refused: refused || whole === null,
    ...(whole && { tolerances: whole.tolerances }),
  }
}

const descriptionOf = ({ payee, narration }: BeanTransaction): string =>
  [payee, narration]
    .filter(Boolean)
    .join(' | ')
    .replaceAll(/\s*\n\s*/g, ' ')

/** Everything that the transaction says besides, in the reserved tags that hold any text. */
const textsOf = (transaction: BeanTransaction): string => {
  const { flag, tags, links, meta } = transaction
  const parts = [`meridian-description: ${encode(descriptionOf(transaction))}`]
  const tag = (name: string, value: string) =>
    parts.push(`meridian-tag: ${encode(name)}=${encode(value.replaceAll(/\s*\n\s*/g, ' '))}`)
  if (!'*!'.includes(flag)) tag('flag', flag)
  for (const name of tags) tag(name, '')
  if (links.length > 0) tag('link', links.join(', '))
  const isOurs = /^je_[0-9A-Z]{26}$/.test(meta.get('id') ?? '')
  for (const [key, value] of meta) {
    if (key === 'reference' || key === 'note') parts.push(`meridian-${key}: ${encode(value)}`)
    else if (key === 'tags' && isOurs) for (const [name, text] of pairsOf(value)) tag(name, text)
    else if (!(isOurs && (key === 'id' || key === 'number'))) tag(key, value)
  }
  return parts.join(', ')
}

const pairsOf = (text: string): [string, string][] =>
  text.split(', ').map((pair) => {
    const at = pair.indexOf('=')
    return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
  })

/** What follows exactly from the others is left to the plan, which may round it to whole cents: one posting for all units. */
const postingsOf = ({ postings }: Whole): Posting[] => {
  const isRounded = postings.some(({ left }) => left === 'rounded')
  const open = postings.filter(({ left }) => left === 'exact')
  return postings
    .filter((each) => isRounded || each.left !== 'exact' || each === open[0])
    .map((each) => postingOf(each, !isRounded && each.left === 'exact'))
}

const postingOf = ({ posting, number, currency, decimals, lot }: WholePosting, isOpen: boolean): Posting => {
  const { line, account, flag, price, meta } = posting
  const notes = [...meta].map(([key, value]) => (key === 'memo' ? value : `${key}: ${value}`))
  const memo = notes.join('\n')
  return {
    line,
    account,
    status: flag === '!' ? 'pending' : null,
    kind: 'real',
    amount: isOpen ? null : { commodity: currency, quantity: number, decimals },
    cost: price && {
      total: price.isTotal,
      amount: {
        commodity: price.amount.currency,
        quantity: price.amount.number,
        decimals: price.amount.decimals,
      },
    },
    lot: lot && {
      total: true,
      amount: { commodity: lot.currency, quantity: magnitude(lot.weight), decimals: 0 },
    },
    lotText: lot?.text ?? null,
    assertion: null,
    comment: memo === '' ? [] : [`meridian-memo: ${encode(memo)}`],
  }
}

const padTransaction = ({ line, date, account, source, number, currency }: PadEntry): Transaction => {
  const posting = (name: string, isTarget: boolean): Posting => ({
    line,
    account: name,
    status: null,
    kind: 'real',
    amount: isTarget ? { commodity: currency, quantity: number, decimals: number.scale } : null,
    cost: null,
    lot: null,
    lotText: null,
    assertion: null,
    comment: [],
  })
  return {
    line,
    date,
    date2: null,
    status: null,
    code: null,
    description: `Padding of ${account}`,
    comment: [],
    postings: isZero(number) ? [] : [posting(account, true), posting(source, false)],
    refused: false,
  }
}
