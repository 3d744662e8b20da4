import type { ReplyOf } from '../../../durable-objects/kernel/contract.ts'
import type { LedgerContract } from '../../../durable-objects/ledger/contract.ts'
import type { ReportsContract } from '../../../durable-objects/ledger/reports/contract.ts'
import type { ReportTable } from '../../../durable-objects/ledger/reports/replies.ts'
import type { Shape } from './shape.ts'
import { plain, type Sheet, type SheetColumn, type SheetRow, strong } from './sheet.ts'
import { STOCK_SHAPES } from './stock-renditions.ts'

/** The reports that are there as files. Pure. */

type Reports<Name extends keyof ReportsContract['operations']> = ReplyOf<ReportsContract, Name>
type Ledger<Name extends keyof LedgerContract['operations']> = ReplyOf<LedgerContract, Name>

const text = (title: string, width = 12): SheetColumn => ({ title, kind: 'text', width })
const date = (title: string): SheetColumn => ({ title, kind: 'date' })
const amount = (title: string): SheetColumn => ({ title, kind: 'amount' })
const number = (title: string): SheetColumn => ({ title, kind: 'number' })

interface Facts {
  company?: string
  currency: string
  from?: string | null
  /** Null: up to the last line. */
  to?: string | null
  knownAt: number
  sequence: number
  hash?: string | null
  partial?: true | undefined
}

const periodOf = (from: string | null, to: string | null): Sheet['facts'][number] => {
  if (to === null) return ['Period', from === null ? 'Everything' : `From ${from} on`]
  return from === null ? ['As of', to] : ['Period', `${from} – ${to}`]
}

const factsOf = (company: string, of: Facts): Sheet['facts'] => [
  ['Company', of.company || company],
  ...(of.to === undefined ? [] : [periodOf(of.from ?? null, of.to)]),
  ['Currency', of.currency],
  ['Known at', of.knownAt === of.sequence ? `${of.knownAt} (everything)` : `${of.knownAt} of ${of.sequence}`],
  ...(of.hash ? [['Hash', of.hash] as const] : []),
  ...(of.partial ? [['Note', 'Only what the reader may see'] as const] : []),
]

const statement: Shape<ReportTable> = {
  name: ({ report, to }) => `${report}-${to}`,
  sheet: (table, company) => ({
    title: table.title,
    facts: [
      ...factsOf(company, table),
      ...table.rates
        .slice(0, RATES_SHOWN)
        .map(
          ({ rate, from, to, date: of, basis }) =>
            [`Rate ${from}/${to}`, `${rate} (${basis}, ${of})`] as const,
        ),
    ],
    columns: [
      text('Code'),
      text('Title', 30),
      text('Unit', 5),
      ...table.columns.map(({ title }) => amount(title)),
    ],
  }),
  rows: ({ rows, currency }) =>
    rows.flatMap(({ kind, depth, title, account, amounts, quantities, masked }): SheetRow[] => [
      {
        cells: [
          account?.code ?? null,
          masked ? `${title} (masked)` : title,
          amounts.length > 0 ? currency : null,
          ...amounts,
        ],
        kind:
          kind === 'section'
            ? 'section'
            : ['category', 'total', 'heading'].includes(kind)
              ? 'strong'
              : 'plain',
        indent: depth,
      },
      ...quantities.map(
        ({ unit, amounts: held }): SheetRow => ({
          cells: [account?.code ?? null, title, unit, ...held],
          kind: 'plain',
          indent: depth + 1,
        }),
      ),
    ]),
}

const RATES_SHOWN = 40

const generalLedger: Shape<Reports<'GetGeneralLedger'>> = {
  name: ({ from, to }) => `general-ledger-${from}-${to}`,
  sheet: (page, company) => ({
    title: 'General ledger',
    facts: factsOf(company, page),
    columns: [
      text('Code'),
      text('Account', 18),
      date('Date'),
      text('Voucher'),
      text('Text', 24),
      text('Unit', 5),
      amount('Quantity'),
      amount('Debit'),
      amount('Credit'),
      amount('Balance'),
    ],
  }),
  rows: ({ data }) =>
    data.flatMap(({ account: { code, name }, opening, lines, closing, masked }): SheetRow[] => [
      ...(masked ? [strong(code, name, null, null, 'Masked', null, null, null, null, null)] : []),
      ...(opening === null
        ? []
        : [strong(code, name, null, null, 'Opening balance', null, null, null, null, opening)]),
      ...lines.map(({ effectiveDate, entry, unit, quantity, debit, credit, memo, balance }) =>
        plain(
          code,
          name,
          effectiveDate,
          entry.voucher,
          textOf(entry.description, memo),
          unit,
          quantity,
          debit,
          credit,
          balance,
        ),
      ),
      ...(closing === null
        ? []
        : [strong(code, name, null, null, 'Closing balance', null, null, null, null, closing)]),
    ]),
  next: ({ nextCursor: cursor, from, to, knownAt }) =>
    cursor === null ? undefined : { cursor, from, to, knownAt },
}

const textOf = (description: string, memo: string | null): string =>
  [description, memo].filter(Boolean).join(' · ')

const journal: Shape<Reports<'GetJournal'>> = {
  name: ({ from, to }) => `journal-${from}-${to}`,
  sheet: (page, company) => ({
    title: page.journal === null ? 'Journal' : `Journal ${page.journal}`,
    facts: factsOf(company, page),
    columns: [
      number('Position'),
      date('Date'),
      text('Voucher'),
      text('Text', 24),
      text('Reference'),
      text('Code'),
      text('Account', 18),
      text('Unit', 5),
      amount('Quantity'),
      amount('Debit'),
      amount('Credit'),
    ],
  }),
  rows: ({ data }) =>
    data.flatMap(({ sequence, effectiveDate, voucher, description, reference, lines }) =>
      lines.map(({ account, debit, credit, unit, value, memo }) =>
        plain(
          sequence,
          effectiveDate,
          voucher,
          textOf(description, memo),
          reference,
          account.code,
          account.name,
          unit,
          debit ?? (credit === null ? null : `-${credit}`),
          debit === null ? null : value,
          credit === null ? null : value,
        ),
      ),
    ),
  next: ({ nextCursor: cursor, from, to, knownAt }) =>
    cursor === null ? undefined : { cursor, from, to, knownAt },
}

const changes: Shape<Reports<'GetChanges'>> = {
  name: ({ from, to }) => `changes-${from}-${to}`,
  sheet: ({ from, to, currency, sequence, partial }, company) => ({
    title: `What changed from ${from} to ${to}`,
    facts: factsOf(company, { currency, knownAt: to, sequence, partial }),
    columns: [
      number('Position'),
      text('Recorded', 18),
      text('What', 14),
      text('Voucher or code'),
      date('Date'),
      text('Text', 30),
      amount('Amount'),
    ],
  }),
  rows: ({ data, effects }) => [
    ...effects.map(({ account, period, balance }) =>
      strong(null, null, 'effect', account.code, period, account.name, balance),
    ),
    ...data.map(({ sequence, recordedAt, type, entry, account, changed }) =>
      plain(
        sequence,
        recordedAt,
        type,
        entry?.voucher ?? account?.code ?? null,
        entry?.effectiveDate ?? null,
        entry?.description ??
          [
            account?.name ?? '',
            ...changed.map(({ field, before, after }) => `${field}: ${before} → ${after}`),
          ].join(' · '),
        entry?.total ?? null,
      ),
    ),
  ],
  next: ({ nextCursor: cursor, to }) => (cursor === null ? undefined : { cursor, to }),
}

const trialBalance: Shape<Ledger<'GetTrialBalance'>> = {
  name: ({ asOf }) => `trial-balance-${asOf}`,
  sheet: (report, company) => ({
    title: 'Trial balance',
    facts: factsOf(company, { ...report, to: report.asOf }),
    columns: [
      text('Code'),
      text('Title', 30),
      text('Unit', 5),
      amount('Debit'),
      amount('Credit'),
      amount('Balance'),
    ],
  }),
  rows: ({ rows, totals, currency }) => [
    ...rows.flatMap(({ account: { code, name }, debit, credit, balance, quantities }) => [
      plain(code, name, currency, debit, credit, balance),
      ...quantities
        .filter(({ unit }) => unit !== currency)
        .map(({ unit, amount: held }) => plain(code, name, unit, null, null, held)),
    ]),
    strong(null, 'Total', currency, totals.debit, totals.credit, null),
  ],
}

const register: Shape<Ledger<'GetRegister'>> = {
  name: ({ account }) => `register-${account.code.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}`,
  sheet: ({ account, ...page }, company) => ({
    title: `Register of ${account.code} ${account.name}`,
    facts: factsOf(company, page),
    columns: [
      date('Date'),
      text('Voucher'),
      text('Text', 30),
      text('Unit', 5),
      amount('Debit'),
      amount('Credit'),
      amount('Value'),
      amount('Balance'),
    ],
  }),
  rows: ({ data }) =>
    data.map(({ effectiveDate, entry, memo, unit, debit, credit, value, balance }) =>
      plain(
        effectiveDate,
        entry.voucher,
        textOf(entry.description, memo),
        unit,
        debit,
        credit,
        credit === null || value === null ? value : `-${value}`,
        balance,
      ),
    ),
  next: ({ nextCursor: cursor, knownAt }) => (cursor === null ? undefined : { cursor, knownAt }),
}

/** By full name of the operation. */
// biome-ignore lint/suspicious/noExplicitAny: each shape is of its own operation's reply, which is looked up by name
export const SHAPES: Record<string, Shape<any>> = {
  'reports.GetTrialBalanceByPeriod': statement,
  'reports.GetBalanceSheet': statement,
  'reports.GetProfitAndLoss': statement,
  'reports.GetCashFlow': statement,
  'reports.GetGeneralLedger': generalLedger,
  'reports.GetJournal': journal,
  'reports.GetChanges': changes,
  'ledger.GetTrialBalance': trialBalance,
  'ledger.GetRegister': register,
  ...STOCK_SHAPES,
}
