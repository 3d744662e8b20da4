import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { Actor, Module } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import { type Account, unitFor } from '../model.ts'
import type { Visibility } from '../visibility.ts'
import { CurrenciesAudit } from './audit.ts'
import {
  type AccountRevaluationSet,
  type CurrenciesContract,
  type CurrenciesRevalued,
  currenciesContract,
  type RatePolicySet,
  type RatesRecorded,
  type ReportingCurrencySet,
} from './contract.ts'
import { ECB_SOURCE, MANUAL_SOURCE } from './inputs.ts'
import { RateLookup } from './lookup.ts'
import { accountsOf, type CurrenciesParts, currenciesParts, type Surroundings, unknownUnit } from './parts.ts'
import { CurrenciesQueries } from './queries.ts'
import { Rates, ratesMigration } from './rates.ts'
import { decideImportRates, decideRecordRates, type Known } from './recording.ts'
import { totalsOf } from './revaluation.ts'
import { Revaluations, revaluationsMigration } from './revaluations.ts'
import { decideClearing, decideRevaluation } from './revaluing.ts'
import { SettingsStore, settingsMigration } from './settings.ts'
import { titleOf } from './titles.ts'
import { AverageRates } from './translation-rates.ts'
import { entryRef, residualView, totalsView } from './views.ts'

export function currenciesModule(
  database: Database,
  log: EventLog,
  surroundings: Surroundings,
): Module<CurrenciesContract> & { parts: CurrenciesParts } {
  const { chart, balances, entries, begin } = surroundings.ledger
  const rates = new Rates(database)
  const settings = new SettingsStore(database)
  const revaluations = new Revaluations(database, log)
  const lookup = new RateLookup(rates, settings, () => chart)
  const averages = new AverageRates(rates, lookup)
  const revaluing = {
    chart,
    balances,
    settings,
    revaluations,
    openItems: surroundings.openItems,
    lookup,
    unrealised: () => accountsOf(surroundings, 'unrealisedGain', 'unrealisedLoss'),
    realised: () => accountsOf(surroundings, 'exchangeGain', 'exchangeLoss'),
  }
  const queries = new CurrenciesQueries({
    ...revaluing,
    days: surroundings.ledger.days,
    rates,
    entryOf: (id) => entries.find(id),
    head: () => log.head.sequence,
  })

  return {
    contract: currenciesContract,
    migrations: [ratesMigration, settingsMigration, revaluationsMigration],
    derivedTables: [
      'exchange_rates',
      'exchange_pairs',
      'currency_settings',
      'monetary_accounts',
      'revaluations',
    ],
    parts: currenciesParts(revaluing, rates, averages),
    auditChecks: () => new CurrenciesAudit(database),

    commands: {
      RecordRates({ source = MANUAL_SOURCE, rates: inputs }) {
        const recording = decideRecordRates(source, inputs, known(source))
        if (isRefusal(recording)) return recording
        const { events, ...counts } = recording
        return { events, reply: () => ({ ...counts, sequence: log.head.sequence }) }
      },
      ImportRates(input) {
        const source = input.source ?? ECB_SOURCE
        const imported = decideImportRates({ ...input, source }, known(source))
        if (isRefusal(imported)) return imported
        const { events, dates, ...counts } = imported
        return {
          events,
          reply: () => ({
            ...counts,
            dryRun: input.dryRun ?? false,
            days: dates.length,
            firstDate: dates[0] ?? null,
            lastDate: dates.at(-1) ?? null,
            sequence: log.head.sequence,
          }),
        }
      },
      SetRatePolicy({ sources, maxAgeDays = settings.current.maxAgeDays }) {
        const data: RatePolicySet = { sources: [...new Set(sources)], maxAgeDays }
        return { events: [event('rate-policy-set', data)], reply: () => queries.settings() }
      },
      SetReportingCurrency({ currency, method = 'closing-rate' }) {
        if (currency === chart.currency.code) return ownCurrency(currency)
        if (currency !== null && unitFor(chart, currency)?.kind !== 'currency')
          return unknownUnit(currency, '/currency')
        const data: ReportingCurrencySet = { currency, method }
        return { events: [event('reporting-currency-set', data)], reply: () => queries.settings() }
      },
      SetAccountRevaluation({ account: code, isMonetary }, { actor }) {
        const account = chart.account(code)
        const visibility = sight(actor, 'SetAccountRevaluation')
        if (!account || visibility?.seesAccount(account) === false)
          return refuse('account_not_found', `There is no account ${code} in this company.`)
        const data: AccountRevaluationSet = { account: account.id, isMonetary }
        return {
          events: [event('account-revaluation-set', data)],
          reply: () => queries.revaluedAccount(chart.account(code) as Account),
        }
      },
      RevalueCurrencies(input, context) {
        if (sight(context.actor, 'RevalueCurrencies')) return coversAllRecords()
        balances.settle()
        const booked = decideRevaluation(revaluing, input, context, begin(context))
        if (isRefusal(booked)) return booked
        const { id, asOf, reverseOn, positions, events } = booked
        return {
          events,
          reply: () => ({
            id,
            asOf,
            reverseOn,
            currency: chart.currency.code,
            totals: totalsView(chart.currency, totalsOf(positions)),
            entries: booked.entries.map(({ entry, reversal }) => ({
              entry: entryRef(entry),
              reversal: entryRef(reversal),
            })),
            sequence: log.head.sequence,
          }),
        }
      },
      ClearResiduals(input, context) {
        if (sight(context.actor, 'ClearResiduals')) return coversAllRecords()
        balances.settle()
        const posting = begin(context)
        const booked = decideClearing(revaluing, input, posting)
        if (isRefusal(booked)) return booked
        return {
          events: posting.events,
          reply: () => ({
            asOf: input.asOf,
            currency: chart.currency.code,
            cleared: booked.residuals.map((each) => residualView(chart.currency, each)),
            entries: booked.entries.map(entryRef),
            sequence: log.head.sequence,
          }),
        }
      },
    },

    queries: {
      ListRates: (input) => queries.listRates(input),
      GetRate: (input, context) => queries.getRate(input, context),
      GetCurrencySettings: () => queries.settings(),
      ListRevaluedAccounts: (input, { actor }) =>
        queries.listAccounts(input, sight(actor, 'ListRevaluedAccounts')),
      PreviewRevaluation: (input, { actor }) =>
        sight(actor, 'PreviewRevaluation') ? coversAllRecords() : queries.previewRevaluation(input),
      ListRevaluations: (input, { actor }) =>
        sight(actor, 'ListRevaluations') ? coversAllRecords() : queries.listRevaluations(input),
      GetRevaluation: (input, { actor }) =>
        sight(actor, 'GetRevaluation') ? coversAllRecords() : queries.getRevaluation(input),
      PreviewResiduals: (input, { actor }) =>
        sight(actor, 'PreviewResiduals') ? coversAllRecords() : queries.previewResiduals(input),
    },

    apply(events) {
      for (const each of events) applyOne(each)
    },

    titleOf: (command, input) => titleOf(command, input),

    /** Rates and settings are everybody's who reads the ledger; what a revaluation looked at is every record. */
    shownTo(stored, actor, operation, scope) {
      const visibility = surroundings.ledger.sight(actor, operation, scope)
      const data: unknown = JSON.parse(stored.data)
      if (!visibility) return data
      if (stored.type === 'currencies-revalued') return undefined
      if (stored.type !== 'account-revaluation-set') return data
      const account = chart.accountById((data as AccountRevaluationSet).account)
      return visibility.seesAccount(account) ? data : undefined
    },

    volatile: { mark() {}, undo: forget, flush() {}, forget },
  }

  function applyOne(each: RecordedEvent): void {
    switch (each.type) {
      case 'exchange-rates-recorded':
        rates.record(each as RecordedEvent<string, RatesRecorded>)
        break
      case 'rate-policy-set':
        settings.setRatePolicy(each.data as RatePolicySet)
        break
      case 'reporting-currency-set':
        settings.setReporting(each.data as ReportingCurrencySet)
        break
      case 'account-revaluation-set':
        settings.setMonetary(each.data as AccountRevaluationSet)
        break
      case 'account-merged':
        settings.dropAccount((each.data as { id: string }).id)
        break
      case 'currencies-revalued':
        revaluations.apply(each as RecordedEvent<string, CurrenciesRevalued>)
        return
      default:
        return
    }
    lookup.forget()
    averages.forget()
  }

  function forget(): void {
    rates.forget()
    settings.forget()
    lookup.forget()
    averages.forget()
  }

  function sight(actor: Actor, operation: keyof CurrenciesContract['operations']): Visibility | undefined {
    const { scope } = currenciesContract.operations[operation]
    return surroundings.ledger.sight(actor, `currencies.${operation}`, scope)
  }

  function known(source: string): Known {
    return {
      isUnit: (code) => unitFor(chart, code) !== undefined,
      series: (base, quote, from, to) =>
        rates.series({ source, base, quote }, from, to, LIMITS.minorUnitsMax),
    }
  }
}

const ownCurrency = (code: string) => {
  const detail = `${code} is the currency of the company. Choose another one, or null for none.`
  return refuse('same_unit', detail, [{ pointer: '/currency', code: 'same_unit', detail }])
}

/** What looks at every record is for who may see every record, whole. */
const coversAllRecords = () =>
  refuse('record_rule', 'This covers all records of the company, and you may see some of them, or parts.')

const event = (type: keyof CurrenciesContract['events'], data: unknown): NewEvent => ({
  type,
  version: 1,
  data,
})
