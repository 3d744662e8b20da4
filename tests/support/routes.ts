import { z } from 'zod'
import type { Operation } from '../../durable-objects/kernel/contract.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { operations, pathOf } from '../../workers/contracts.ts'

/** A route with a request to it that is valid but for what a test changes. `{company}` is still to be filled in. */
export interface Route {
  name: string
  method: Operation['method']
  path: string
  query: Record<string, string>
  scope: string
  kind: Operation['kind']
  body: Operation['body']
  bodyBytesMax: number
  content: string | undefined
}

interface Schema {
  properties?: Record<string, { enum?: string[] }>
  required?: string[]
}

/** What stands in a path for a field of the input. A field that is missing here fails the suite. */
const IN_PATH: Record<string, string> = {
  id: newId('journalEntry'),
  code: '1000',
  journal: 'GJ',
  dimension: 'cost-centre',
  draft: newId('draft'),
  template: 'rent',
  schedule: newId('schedule'),
  date: '2026-03-31',
  attachment: newId('attachment'),
  policy: 'four-eyes',
  approval: newId('approval'),
  delegation: newId('delegation'),
  user: newId('user'),
  year: '2026',
  period: '2026-P01',
  exception: newId('lockException'),
  item: 'petty-cash',
  entry: newId('journalEntry'),
  size: '4',
  import: newId('company'),
  match: newId('match'),
  pending: newId('pendingEntry'),
  account: '1000',
  revaluation: newId('revaluation'),
  pack: 'ifrs',
  warehouse: 'MAIN',
  place: 'MAIN',
  reservation: newId('reservation'),
  count: newId('stockCount'),
  barcode: '4006381333931',
}

/** Where a name means something else: `Operation field`. */
const IN_PATH_OF: Record<string, string> = {
  'ResendInvitation id': newId('invitation'),
  'RevokeInvitation id': newId('invitation'),
  'RevokeApiKey id': newId('apiKey'),
  'RevokeSupportGrant id': newId('supportGrant'),
  'DefineRole code': 'sales-in-the-north',
  'DropRole code': 'sales-in-the-north',
  'GetImportTemplate template': 'lines',
  ...Object.fromEntries(
    ['GetStockDocument', 'ReturnGoods', 'ReceiveTransfer', 'ReverseBill'].map((name) => [
      `${name} id`,
      newId('stockDocument'),
    ]),
  ),
  ...Object.fromEntries(
    [
      'GetItem',
      'ChangeItem',
      'AddItemBarcode',
      'RemoveItemBarcode',
      'GenerateVariants',
      'ListVariants',
      'ExplodeKit',
      'SetItemImage',
      'GetItemImage',
      'TraceLot',
      'ExplainItemValue',
      'ListMoves',
    ].map((name) => [`${name} item`, 'ESP-250']),
  ),
}

/** What a query has to say, where the contract does not list the choices. */
const IN_QUERY: Record<string, string> = { command: 'ledger.PostJournalEntry', asOf: '2026-03-31' }

/** Where a name means something else: `Operation field`. */
const IN_QUERY_OF: Record<string, string> = {
  'GetRate from': 'USD',
  'GetChanges from': '1',
  'SuggestMatches account': '1000',
  'GetConsistencyProof from': '1',
  'SendImportPart line': '0',
  'ImportPart part': '1',
  'AttachDocument record': newId('journalEntry'),
  'AttachDocument name': 'invoice.pdf',
  'ListAttachments record': newId('journalEntry'),
  'CountAttachments records': newId('journalEntry'),
  'PreviewBins pattern': 'MAIN/B-{01..12}-{01..04}',
  'GetAvailability items': 'ESP-250',
  'ListLots item': 'ESP-250',
  'SearchItems q': 'espresso',
  'GetLabels items': 'ESP-250:2',
  'TraceLot lot': 'L-1',
}

const ENTRY = {
  effectiveDate: '2026-03-31',
  lines: [
    { account: '1000', debit: '1.00' },
    { account: '4000', credit: '1.00' },
  ],
}

const CONTENT = {
  none: () => undefined,
  json: (operation: Operation) => JSON.stringify(operation.example ?? {}),
  ndjson: () => JSON.stringify(ENTRY),
  text: () => '2026-03-31 Sale\n  1000  1.00 EUR\n  4000\n',
  binary: () => '%PDF-1.7\n',
}

/** Every route that a contract declares, with a request made of the contract itself. */
export function contractRoutes(): Route[] {
  return operations().map(({ module, name, operation }) => {
    const { method, scope, kind, body, bodyBytesMax } = operation
    const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as Schema
    const path = pathOf(operation).replaceAll(/\{(?!company\})(\w+)\}/g, (_, field: string) => {
      const sample = IN_PATH_OF[`${name} ${field}`] ?? IN_PATH[field]
      if (sample === undefined) throw new Error(`no sample for the path field ${field} of ${module}.${name}`)
      return sample
    })
    const inQuery =
      body === 'json' ? [] : (schema.required ?? []).filter((field) => !inPath(operation, field))
    const query: Record<string, string> = {}
    for (const field of inQuery) {
      if (field === 'rows' || field === 'text') continue
      const first =
        schema.properties?.[field]?.enum?.[0] ?? IN_QUERY_OF[`${name} ${field}`] ?? IN_QUERY[field]
      if (first === undefined) throw new Error(`no sample for the query field ${field} of ${module}.${name}`)
      query[field] = first
    }
    const content = CONTENT[body](operation)
    return { name: `${module}.${name}`, method, path, query, scope, kind, body, bodyBytesMax, content }
  })
}

const inPath = (operation: Operation, field: string) => operation.path.includes(`{${field}}`)

/** The address of a route in a company, with its query. */
export function address(route: Pick<Route, 'path' | 'query'>, company: string): string {
  const query = new URLSearchParams(route.query).toString()
  return route.path.replace('{company}', company) + (query && `?${query}`)
}

export const MEDIA_TYPE = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  text: 'text/plain',
  binary: 'application/octet-stream',
} as const
