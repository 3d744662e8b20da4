import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { ImportIssue } from './contract.ts'

/**
 * The general ledger of a Standard Audit File for Tax: OECD SAF-T 2.0, and the profiles of Portugal, Norway, Luxembourg,
 * Romania and Lithuania where their structure is the same. Portugal writes DebitLine and CreditLine, Romania and Lithuania
 * TransactionLine. https://www.oecd.org/tax/forum-on-tax-administration/publications-and-products/45045602.pdf
 */
export interface SaftAccount {
  line: number
  id: string
  description: string
  accountType: string
  groupingCategory: string
  groupingCode: string
  standardId: string
  openingDebit: string
  openingCredit: string
}

export interface SaftLine {
  line: number
  account: string
  side: 'debit' | 'credit'
  amount: string
  currency: string
  currencyAmount: string
  description: string
  document: string
}

export interface SaftTransaction {
  line: number
  journal: string
  journalName: string
  id: string
  date: string
  postingDate: string
  description: string
  lines: SaftLine[]
}

export interface SaftDocument {
  country: string
  currency: string
  /** First day of the period, where the header says it. */
  start: string
  accounts: SaftAccount[]
  transactions: SaftTransaction[]
  errors: ImportIssue[]
  warnings: ImportIssue[]
}

export function readSaft(text: string): SaftDocument {
  const document: SaftDocument = {
    ...{ country: '', currency: '', start: '' },
    ...{ accounts: [], transactions: [], errors: [], warnings: [] },
  }
  const fail = (line: number, code: string, detail: string) => {
    document.errors.push({ line, code, detail })
    return document
  }
  // A document type can define entities that grow beyond all bounds; no profile of SAF-T has one.
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    return fail(
      1,
      'document_type',
      'The file has a document type declaration, which SAF-T does not. Remove it.',
    )
  const valid = XMLValidator.validate(text)
  if (valid !== true) return fail(valid.err.line, 'invalid_xml', `The file is not XML: ${valid.err.msg}`)
  const dropped = new Map<string, number>()
  let tree: Node
  try {
    tree = parserOf(dropped).parse(text) as Node
  } catch (error) {
    return fail(1, 'invalid_xml', error instanceof Error ? error.message : String(error))
  }
  const root = child(tree, 'AuditFile')
  if (!root)
    return fail(1, 'not_saf_t', 'The file has no AuditFile at its top. Choose the format that it is in.')
  const lineAt = lineCounter(text)
  readHeader(document, child(root, 'Header'))
  document.accounts = children(child(child(root, 'MasterFiles'), 'GeneralLedgerAccounts'), 'Account').map(
    (node) => accountOf(node, lineAt(node)),
  )
  for (const journal of children(child(root, 'GeneralLedgerEntries'), 'Journal'))
    for (const node of children(journal, 'Transaction'))
      document.transactions.push(transactionOf(journal, node, lineAt))
  for (const [name, count] of dropped)
    document.warnings.push({
      line: 1,
      code: 'not_imported',
      detail: `${count} ${name} are not imported: only accounts and entries of the general ledger are.`,
    })
  return document
}

/** A node of the parsed tree: text of leaves, lists of what may repeat. */
type Node = { [name: string]: unknown }

const REPEATED = new Set([
  ...['Account', 'Journal', 'Transaction', 'Line', 'TransactionLine', 'DebitLine', 'CreditLine'],
  'Analysis',
])

/** What a general ledger does not hold is dropped as it is met, so that it takes no memory. */
const DROPPED = new Set([
  ...['Customer', 'Supplier', 'Product', 'Owner', 'Asset', 'PhysicalStock', 'TaxTableEntry', 'UOMTableEntry'],
  ...['AnalysisTypeTableEntry', 'MovementTypeTableEntry', 'SourceDocuments', 'TaxInformation'],
])
/** Of these, the ones that a reader would miss. */
const MISSED = new Set(['Customer', 'Supplier', 'Product', 'SourceDocuments'])

const DEPTH_MAX = 40

const parserOf = (dropped: Map<string, number>): XMLParser =>
  new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
    parseTagValue: false,
    // The five entities of XML, and numbers of characters; a document type was refused before.
    processEntities: true,
    htmlEntities: false,
    captureMetaData: true,
    maxNestedTags: DEPTH_MAX,
    isArray: (name) => REPEATED.has(name),
    updateTag(name) {
      if (!DROPPED.has(name)) return true
      if (MISSED.has(name)) dropped.set(name, (dropped.get(name) ?? 0) + 1)
      return false
    },
  })

const META = XMLParser.getMetaDataSymbol() as unknown as symbol

/** Line of a node, counted from where the last one was found: nodes come in the order of the text. */
function lineCounter(text: string): (node: Node) => number {
  let [seen, line] = [0, 1]
  return (node) => {
    const { startIndex = 0 } = ((node as Record<symbol, unknown>)[META] ?? {}) as { startIndex?: number }
    if (startIndex < seen) [seen, line] = [0, 1]
    for (let at = text.indexOf('\n', seen); at >= 0 && at < startIndex; at = text.indexOf('\n', at + 1))
      line++
    seen = startIndex
    return line
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const child = (node: Node | undefined, name: string): Node | undefined => {
  const value = node?.[name]
  return isNode(value) ? value : undefined
}

const children = (node: Node | undefined, name: string): Node[] => {
  const value = node?.[name]
  return (Array.isArray(value) ? value : [value]).filter(isNode)
}

/** Text of the first of these elements that has any. */
function text(node: Node | undefined, ...names: string[]): string {
  for (const name of names) {
    const value = node?.[name]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return ''
}

function readHeader(document: SaftDocument, header: Node | undefined): void {
  const criteria = child(header, 'SelectionCriteria')
  const address = child(header, 'CompanyAddress') ?? child(child(header, 'Company'), 'Address')
  document.country = (text(header, 'AuditFileCountry') || text(address, 'Country')).slice(0, 2).toUpperCase()
  document.currency = text(header, 'DefaultCurrencyCode', 'CurrencyCode').toUpperCase()
  const year = text(criteria, 'PeriodStartYear')
  const month = text(criteria, 'PeriodStart')
  document.start =
    text(criteria, 'SelectionStartDate').slice(0, 10) ||
    text(header, 'StartDate').slice(0, 10) ||
    (/^\d{4}$/.test(year) && /^\d{1,2}$/.test(month) ? `${year}-${month.padStart(2, '0')}-01` : '')
}

const accountOf = (node: Node, line: number): SaftAccount => ({
  line,
  id: text(node, 'AccountID'),
  description: text(node, 'AccountDescription') || text(node, 'AccountID'),
  accountType: text(node, 'AccountType'),
  groupingCategory: text(node, 'GroupingCategory'),
  groupingCode: text(node, 'GroupingCode'),
  standardId: text(node, 'StandardAccountID'),
  openingDebit: amountText(node.OpeningDebitBalance),
  openingCredit: amountText(node.OpeningCreditBalance),
})

/** Amounts are text, or an element that holds Amount and more. */
function amountText(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return isNode(value) ? text(value, 'Amount') : ''
}

function transactionOf(journal: Node, node: Node, lineAt: (node: Node) => number): SaftTransaction {
  const line = lineAt(node)
  const lists = child(node, 'Lines')
  const lines = [...children(node, 'Line'), ...children(node, 'TransactionLine'), ...children(lists, 'Line')]
  const sided = [
    ...children(lists, 'DebitLine').map((each) => ({ each, side: 'debit' as const })),
    ...children(lists, 'CreditLine').map((each) => ({ each, side: 'credit' as const })),
  ]
  return {
    line,
    journal: text(journal, 'JournalID'),
    journalName: text(journal, 'Description'),
    id: text(node, 'TransactionID'),
    date: text(node, 'TransactionDate').slice(0, 10),
    postingDate: text(node, 'GLPostingDate').slice(0, 10),
    description: text(node, 'Description'),
    lines: [
      ...lines.map((each) => lineOf(each, sideOf(each), lineAt(each))),
      ...sided.map(({ each, side }) => lineOf(each, side, lineAt(each))),
    ],
  }
}

const sideOf = (node: Node): 'debit' | 'credit' => (amountText(node.DebitAmount) !== '' ? 'debit' : 'credit')

function lineOf(node: Node, side: 'debit' | 'credit', line: number): SaftLine {
  const amount = node[side === 'debit' ? 'DebitAmount' : 'CreditAmount']
  const parts = isNode(amount) ? amount : undefined
  return {
    line,
    account: text(node, 'AccountID'),
    side,
    amount: amountText(amount),
    currency: text(parts, 'CurrencyCode').toUpperCase(),
    currencyAmount: text(parts, 'CurrencyAmount'),
    description: text(node, 'Description'),
    document: text(node, 'SourceDocumentID'),
  }
}
