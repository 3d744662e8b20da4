import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../../kernel/cursor.ts'
import { LAST_DATE } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, NewEvent } from '../../kernel/log.ts'
import type { CommandContext, Module, QueryContext } from '../../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { Balances } from '../balances.ts'
import type { ChartStore } from '../chart.ts'
import { ACCOUNT_ROLES, type LedgerContract, ROLE_TYPES } from '../contract.ts'
import type { Entries } from '../entries.ts'
import type { Account } from '../model.ts'
import type { Pack } from '../packs/pack.ts'
import { findPack, packOf, packs } from '../packs/packs.ts'
import { accountRef, accountView } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import { chartHeader, chartRows } from './columns.ts'
import type { chartOperations } from './contract.ts'
import {
  decideActivity,
  decideAdoptChart,
  decideChangeAccount,
  decideMergeAccounts,
  decideOpenAccount,
  decideRenumberAccount,
  decideSetAccountRoles,
} from './domain.ts'
import { accountNotFound, ChartDraft, type ChartFacts, type ChartRefusal } from './draft.ts'
import { decideImportChart } from './import.ts'

export interface ChartTables {
  chart: ChartStore
  balances: Balances
  entries: Entries
  log: EventLog
  sight: (
    context: Pick<QueryContext, 'actor'>,
    operation: keyof LedgerContract['operations'],
  ) => Visibility | undefined
}

type Names = keyof typeof chartOperations
type Reply<Name extends Names> = ReplyOf<LedgerContract, Name>
type CommandNames = Extract<Names, keyof Module<LedgerContract>['commands']>
type QueryNames = Extract<Names, keyof Module<LedgerContract>['queries']>

/** The commands that change the chart: what they load, and what they reply. */
export function chartCommands(tables: ChartTables): Pick<Module<LedgerContract>['commands'], CommandNames> {
  const { chart, entries, log, sight } = tables
  const draftFor = (context: CommandContext, operation: Names) => {
    const visibility = sight(context, operation)
    return new ChartDraft(factsOf(tables), context, visibility)
  }
  /** The reply shows the account as its author sees it. */
  const changed = (
    context: CommandContext,
    operation: Names,
    decide: (draft: ChartDraft) => Account | ChartRefusal,
  ) => {
    const draft = draftFor(context, operation)
    const account = decide(draft)
    if (isRefusal(account)) return account
    return { events: draft.events, reply: () => viewOf(chart, account.id, sight(context, operation)) }
  }

  return {
    OpenAccount: (input, context) =>
      changed(context, 'OpenAccount', (draft) => decideOpenAccount(draft, input)),
    ChangeAccount: (input, context) =>
      changed(context, 'ChangeAccount', (draft) => decideChangeAccount(draft, input)),
    RenumberAccount: (input, context) =>
      changed(context, 'RenumberAccount', (draft) => decideRenumberAccount(draft, input)),
    DeactivateAccount: (input, context) =>
      changed(context, 'DeactivateAccount', (draft) => decideActivity(draft, input, false)),
    ReactivateAccount: (input, context) =>
      changed(context, 'ReactivateAccount', (draft) => decideActivity(draft, input, true)),
    MergeAccounts(input, context) {
      const facts = {
        lines: (account: Account) => entries.linesOf(account),
        units: (account: Account) => entries.unitsOf(account).map((unit) => chart.unitByOrdinal(unit).code),
      }
      const merged = decideMergeAccounts(draftFor(context, 'MergeAccounts'), facts, input)
      if (isRefusal(merged)) return merged
      const { events, into, lines } = merged
      return {
        events,
        reply: () => ({ ...viewOf(chart, into.id, sight(context, 'MergeAccounts')), lines }),
      }
    },
    SetAccountRoles(input, context) {
      const events = decideSetAccountRoles(draftFor(context, 'SetAccountRoles'), chart, input)
      if (isRefusal(events)) return events
      return { events, reply: () => rolesView(chart, sight(context, 'SetAccountRoles')) }
    },
    AdoptChart({ pack, names, dryRun = false }, context) {
      const adopted = decideAdoptChart(draftFor(context, 'AdoptChart'), chart, packOf(pack), names)
      if (isRefusal(adopted)) return adopted
      const { events, ...counts } = adopted
      return { events: dryRun ? [] : events, reply: () => ({ pack, dryRun, ...counts }) }
    },
    ImportChart(input, context) {
      const draft = draftFor(context, 'ImportChart')
      const result = decideImportChart(draft, input)
      if (isRefusal(result)) return result
      const { dryRun = false } = input
      return {
        events: dryRun ? [] : draft.events,
        reply: () => ({ dryRun, ...result, sequence: log.head.sequence }),
      }
    },
  }
}

/** Accounts and roles of a chart that the company is opened with. Nothing is there that could be in the way. */
export function chartOfNewCompany(tables: ChartTables, code: string, context: CommandContext): NewEvent[] {
  const pack = findPack(code)
  invariant(pack, `there is no chart ${code}`)
  const adopted = decideAdoptChart(new ChartDraft(factsOf(tables), context), tables.chart, pack)
  invariant(!isRefusal(adopted), `the chart ${code} does not fit an empty company`)
  return adopted.events
}

export function chartQueries({
  chart,
  sight,
}: ChartTables): Pick<Required<Module<LedgerContract>['queries']>, Exclude<QueryNames, 'ListAccounts'>> {
  return {
    GetAccount: ({ code }, context) => getAccount(chart, code, sight(context, 'GetAccount')),
    GetAccountRoles: (_, context) => rolesView(chart, sight(context, 'GetAccountRoles')),
    ListChartPacks: (input) => listPacks(input),
    GetChartPack: ({ pack }) => getPack(pack),
    ExportChart: ({ after }, context) => exportPage(chart, after, sight(context, 'ExportChart')),
  }
}

function factsOf({ chart, balances, entries }: ChartTables): ChartFacts {
  return {
    get currency() {
      return chart.currency
    },
    account: chart.account,
    accounts: () => chart.accounts(),
    role: (role) => chart.role(role),
    unit: chart.unit,
    hasEntries: (account) => entries.hasLines(account),
    balanceOf({ ordinal }) {
      // Earlier commands of the turn may hold back what they booked.
      balances.settle()
      const totals = balances.totalsBefore(ordinal, LAST_DATE + 1)
      return {
        value: totals.reduce((sum, each) => sum + each.debitValue - each.creditValue, 0),
        quantities: totals
          .map((each) => ({
            unit: chart.unitByOrdinal(each.unit),
            quantity: each.debitQuantity - each.creditQuantity,
          }))
          .filter(({ quantity }) => quantity !== 0),
      }
    },
  }
}

const seen = (account: Account | undefined, visibility: Visibility | undefined): Account | undefined =>
  account && (visibility?.seesAccount(account) ?? true) ? account : undefined

function viewOf(chart: ChartStore, id: string, visibility: Visibility | undefined) {
  const account = chart.accountById(id)
  const isParentSeen = account.parent === null || seen(chart.account(account.parent), visibility)
  return accountView(isParentSeen ? account : { ...account, parent: null })
}

function getAccount(
  chart: ChartStore,
  code: string,
  visibility: Visibility | undefined,
): Reply<'GetAccount'> | ChartRefusal {
  // A merged code is as hidden as the rules say of it, and so is its target.
  const account = (visibility?.seesAccount({ code }) ?? true) && seen(chart.account(code), visibility)
  if (!account) return { ...accountNotFound(code), errors: [] }
  return {
    ...viewOf(chart, account.id, visibility),
    roles: ACCOUNT_ROLES.filter((role) => chart.role(role)?.id === account.id),
    mergedCodes: chart
      .mergedInto(account)
      .filter((each) => visibility?.seesAccount(each) ?? true)
      .map((each) => each.code)
      .sort(),
    children: chart.accounts().filter((each) => each.parent === account.code && seen(each, visibility))
      .length,
  }
}

function rolesView(chart: ChartStore, visibility: Visibility | undefined): Reply<'GetAccountRoles'> {
  return {
    roles: ACCOUNT_ROLES.map((role) => {
      const account = seen(chart.role(role), visibility)
      return { role, account: account ? accountRef(account) : null, types: [...ROLE_TYPES[role]] }
    }),
  }
}

function packView({ code, title, country, language, description }: Pack) {
  return { code, title, country, language, description }
}

function listPacks({ cursor, limit = LIMITS.pageRowsDefault }: InputOf<LedgerContract, 'ListChartPacks'>) {
  const after = cursor === undefined ? undefined : decodeTextCursor(cursor)
  const start = after === undefined ? 0 : packs().findIndex(({ code }) => code === after) + 1
  if (cursor !== undefined && start === 0) return invalidCursor()
  const shown = packs().slice(start, start + limit)
  const last = shown.at(-1)
  return {
    data: shown.map((pack) => ({ ...packView(pack), accounts: pack.accounts().length })),
    nextCursor: last && start + limit < packs().length ? encodeTextCursor(last.code) : null,
  }
}

function getPack(code: string) {
  const pack = findPack(code)
  if (!pack)
    return refuse(
      'chart_pack_not_found',
      `There is no chart ${code}. Choose one of ${packs()
        .map((each) => each.code)
        .join(', ')}.`,
    )
  return { ...packView(pack), roles: { ...pack.roles }, accounts: [...pack.accounts()] }
}

/** Accounts a page of the export: a row is below 1 kB. */
const ACCOUNTS_A_PAGE = 2_000

function exportPage(
  chart: ChartStore,
  cursor: string | undefined,
  visibility: Visibility | undefined,
): Reply<'ExportChart'> | ReturnType<typeof invalidCursor> {
  const after = cursor === undefined ? '' : decodeTextCursor(cursor)
  if (after === undefined) return invalidCursor()
  const rest = chart.accounts().filter((account) => account.code > after && seen(account, visibility))
  const page = rest.slice(0, ACCOUNTS_A_PAGE)
  const last = page.at(-1)
  const withParents = page.map((account) =>
    account.parent === null || seen(chart.account(account.parent), visibility)
      ? account
      : { ...account, parent: null },
  )
  return {
    text: (after === '' ? chartHeader() : '') + chartRows(withParents),
    after: last && rest.length > page.length ? encodeTextCursor(last.code) : null,
  }
}
