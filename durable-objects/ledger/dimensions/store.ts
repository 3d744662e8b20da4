import type { Database } from '../../kernel/database.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Actor, Module } from '../../kernel/module.ts'
import { pageByKey } from '../../kernel/paging.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import { outsideOfRules } from '../posting.ts'
import { ruleError } from '../ruled.ts'
import type { PostingRule } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import { accountRef } from '../views.ts'
import { DimensionsAudit } from './audit.ts'
import {
  type AccountDimensionSet,
  type DimensionChanged,
  type DimensionDefined,
  type DimensionsContract,
  type DimensionValuesSet,
  type Distribution,
  dimensionsContract,
} from './contract.ts'
import {
  decideChange,
  decideDefine,
  decideSaveDistribution,
  decideSetAccountDimension,
  decideSetValues,
} from './domain.ts'
import type { Dimension } from './model.ts'
import { dimensionRule } from './rule.ts'
import { Segments, segmentMigrations } from './segments.ts'
import { DimensionTables, dimensionsMigration, mergedRulesMigration } from './tables.ts'

export interface DimensionsParts {
  rule: PostingRule
  tables: DimensionTables
  segments: Segments
}

/** Dimensions inside the object: what is defined, the rule that every posting keeps, and balances by their values. */
export function dimensionsModule(
  database: Database,
  log: EventLog,
  ledger: Pick<LedgerParts, 'chart' | 'sight'>,
): Module<DimensionsContract> & { parts: DimensionsParts } {
  const { chart } = ledger
  const tables = new DimensionTables(database)
  const segments = new Segments(database, log, chart)
  const view = ({ code, name, isActive }: Dimension) => ({
    code,
    name,
    isActive,
    values: tables.valueCount(code),
  })

  return {
    contract: dimensionsContract,
    migrations: [dimensionsMigration, ...segmentMigrations, mergedRulesMigration],
    parts: { rule: dimensionRule(() => tables), tables, segments },
    derivedTables: [
      'dimensions',
      'dimension_values',
      'account_dimensions',
      'distributions',
      'segments',
      'segment_accounts',
      'segment_balances',
      'segment_balance_history',
    ],

    commands: {
      DefineDimension(input) {
        const events = decideDefine(tables, input)
        return isRefusal(events) ? events : { events, reply: () => view(defined(input.code)) }
      },
      ChangeDimension(input) {
        const events = decideChange(tables, input)
        return isRefusal(events) ? events : { events, reply: () => view(defined(input.dimension)) }
      },
      SetDimensionValues(input) {
        const events = decideSetValues(tables, input)
        if (isRefusal(events)) return events
        const set = (events[0]?.data as DimensionValuesSet | undefined)?.values ?? []
        const added = set.filter(({ before }) => before === null).length
        const counts = { added, changed: set.length - added, unchanged: input.values.length - set.length }
        return { events, reply: () => counts }
      },
      SetAccountDimension(input, { actor }) {
        const broken = sight(actor, 'SetAccountDimension')?.brokenBy('account', input.code)
        if (broken) return outsideOfRules([{ ...ruleError(broken, 0), pointer: '/code' }])
        const account = chart.account(input.code)
        if (!account) return accountNotFound(input.code)
        const events = decideSetAccountDimension(tables, account.id, input)
        if (isRefusal(events)) return events
        const { dimension, rule } = input
        const reply = { account: accountRef(account), dimension, rule, default: input.default ?? null }
        return { events, reply: () => reply }
      },
      SaveDistribution(input) {
        const events = decideSaveDistribution(tables, input)
        if (isRefusal(events)) return events
        return { events, reply: () => tables.distribution(input.code) as Distribution }
      },
    },

    queries: {
      ListDimensions: (input) => pageByKey(tables.dimensions(), input, ({ code }) => code, view),
      ListDimensionValues(input) {
        if (!tables.dimension(input.dimension))
          return refuse('dimension_not_found', `There is no dimension ${input.dimension}.`)
        const wanted = input.q?.toLocaleLowerCase('en')
        const values = tables
          .values(input.dimension)
          .filter(
            ({ code, name }) =>
              wanted === undefined || `${code} ${name}`.toLocaleLowerCase('en').includes(wanted),
          )
        return pageByKey(values, input, ({ code }) => code)
      },
      ListAccountDimensions(input, { actor }) {
        const visibility = sight(actor, 'ListAccountDimensions')
        const rows = [...tables.rules()].flatMap(([id, rules]) => {
          const account = chart.accountById(id)
          if (visibility && !visibility.seesAccount(account)) return []
          return rules.map((rule) => ({ account: accountRef(account), ...rule }))
        })
        const wanted = rows
          .filter(({ account }) => input.account === undefined || account.code === input.account)
          .filter(({ dimension }) => input.dimension === undefined || dimension === input.dimension)
        return pageByKey(wanted, input, ({ account, dimension }) => `${account.code}\u0000${dimension}`)
      },
      ListDistributions: (input) => pageByKey(tables.distributions(), input, ({ code }) => code),
    },

    apply(events) {
      for (const event of events) {
        switch (event.type) {
          case 'dimension-defined':
            tables.define(event.data as DimensionDefined)
            break
          case 'dimension-changed':
            tables.change(event.data as DimensionChanged)
            break
          case 'dimension-values-set':
            tables.setValues(event.data as DimensionValuesSet)
            break
          case 'account-dimension-set':
            tables.setRule(event.data as AccountDimensionSet)
            break
          case 'distribution-saved':
            tables.saveDistribution(event.data as Distribution)
            break
          case 'account-merged': {
            const { id, into } = event.data as { id: string; into: string }
            tables.mergeRules(id, into)
            break
          }
          case 'journal-entry-posted':
            segments.add(event as RecordedEvent<string, EntryPosted>)
            break
        }
      }
    },

    shownTo: (event, actor, operation, scope) => shownEvent(event, actor, operation, scope),
    auditChecks: () => new DimensionsAudit(database, chart),

    volatile: {
      mark: () => segments.balances.mark(),
      undo: () => {
        segments.balances.undo()
        segments.forget()
        tables.forget()
      },
      flush: () => segments.balances.flush(),
      forget: () => {
        segments.balances.forget()
        segments.forget()
        tables.forget()
      },
    },
  }

  function sight(actor: Actor, operation: keyof DimensionsContract['operations']) {
    return ledger.sight(actor, `dimensions.${operation}`, dimensionsContract.operations[operation].scope)
  }

  /** What is defined is for every reader of the ledger; what an account says of it, for those who see the account. */
  function shownEvent(
    event: StoredEvent,
    actor: Actor,
    operation: string,
    scope: `${string}:${'read' | 'write'}`,
  ) {
    const data: unknown = JSON.parse(event.data)
    if (event.type !== 'account-dimension-set') return data
    const visibility = ledger.sight(actor, operation, scope)
    const account = chart.accountById((data as AccountDimensionSet).account)
    return visibility && !visibility.seesAccount(account) ? undefined : data
  }

  function defined(code: string): Dimension {
    const dimension = tables.dimension(code)
    invariant(dimension, `dimension ${code} was just written`)
    return dimension
  }
}

const accountNotFound = (code: string) =>
  refuse('account_not_found', `There is no account ${code} in this company.`, [
    { pointer: '/code', code: 'account_not_found', detail: 'There is no account with this code.' },
  ])
