import type { Database } from '../kernel/database.ts'
import { formatInstant } from '../kernel/dates.ts'
import { LIMITS } from '../kernel/limits.ts'
import { cloudEvent, type EventLog, type RecordedEvent, type StoredEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { Actor, Module } from '../kernel/module.ts'
import { invariant, refuse } from '../kernel/result.ts'
import { rulesInForce } from '../kernel/rules.ts'
import type { EventSight } from '../kernel/shown-events.ts'
import { type Days, daysOf } from '../kernel/zones.ts'
import {
  type BankDetailsChanged,
  type BankDetailsView,
  type CompanyContract,
  type CompanyImported,
  type CompanyOpened,
  type CompanyView,
  companyContract,
  type TimeZoneChanged,
} from './contract.ts'
import { decideChangeBankDetails, decideChangeTimeZone, decideOpenCompany } from './domain.ts'

const migrations: readonly Migration[] = [
  {
    id: '001-company',
    sql: `CREATE TABLE company (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      tenant TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL,
      country TEXT NOT NULL, currency TEXT NOT NULL, region TEXT NOT NULL
    ) STRICT`,
  },
  {
    id: '002-bank-details',
    sql: 'CREATE TABLE bank_details (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL) STRICT',
  },
  { id: '003-time-zone', sql: `ALTER TABLE company ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC'` },
]

/** The company as it is now. */
export type Profile = CompanyOpened & { timeZone: string }
type ProfileRow = Profile & Record<string, SqlStorageValue>

export interface CompanyParts {
  /** Who the books belong to, or undefined before they are opened. */
  profile(): Profile | undefined
  /** The days of its time zone. */
  days: Days
}

/** What the object gives the module to report about itself. */
export interface SelfReport {
  relayed(): { sent: number; reporting: number; archive: number }
  /** How the actor reads the log; undefined for who sees all of it. */
  sight(actor: Actor): EventSight | undefined
}

export function companyModule(
  database: Database,
  log: EventLog,
  id: string,
  self: SelfReport,
): Module<CompanyContract> & { parts: CompanyParts } {
  let loaded: Profile | undefined
  const profile = () => {
    loaded ??= database.first<ProfileRow>(
      'SELECT tenant, slug, name, country, currency, region, time_zone AS timeZone FROM company',
    )
    return loaded
  }
  const ownDays = () => daysOf(profile()?.timeZone ?? 'UTC')

  return {
    contract: companyContract,
    migrations,
    parts: {
      profile,
      days: {
        dateAt: (micros) => ownDays().dateAt(micros),
        beginOf: (date) => ownDays().beginOf(date),
      },
    },
    derivedTables: ['company', 'bank_details', 'log_origins'],
    commands: {
      OpenCompany(input, context) {
        return decideOpenCompany(profile(), input, context)
      },
      AdoptBooks(input, context) {
        const { slug, name, region } = input
        const { country, currency, timeZone } = present(profile())
        return {
          events: [{ type: 'company-imported', version: 1, data: input }],
          reply: () => ({ id: context.company, slug, name, country, currency, region, timeZone }),
        }
      },
      ChangeTimeZone({ timeZone }) {
        const events = decideChangeTimeZone(present(profile()).timeZone, timeZone)
        return { events, reply: () => companyView(id, profile()) }
      },
      ChangeBankDetails({ accounts }) {
        const events = decideChangeBankDetails(bankDetails()?.data.accounts ?? [], accounts)
        return { events, reply: bankDetailsView }
      },
    },
    queries: {
      GetCompany: () => companyView(id, profile()),
      GetBankDetails: bankDetailsView,
      ListEvents(input, { actor }) {
        const limit = input.limit ?? LIMITS.pageRowsDefault
        const events = log.slice(input.after ?? 0, limit)
        const last = events.at(-1)
        const more = last && last.sequence < log.head.sequence
        const sight = self.sight(actor)
        return {
          data: sight ? shownEvents(log, events, sight) : events.map((event) => envelope(log, event)),
          nextCursor: more ? String(last.sequence) : null,
        }
      },
      GetUsage: (_, { actor }) =>
        rulesInForce(actor.rules, 'company.GetUsage', 'company:read')
          ? coversAllRecords()
          : {
              rowsWritten: database.rowsWritten,
              rowsRead: database.rowsRead,
              databaseBytes: database.databaseBytes,
              sequence: log.head.sequence,
              relayed: self.relayed(),
            },
    },
    titleOf(command, input) {
      if (command === 'ChangeTimeZone') return (input as TimeZoneChanged).timeZone
      return command === 'ChangeBankDetails'
        ? (input as BankDetailsChanged).accounts.map(({ name }) => name).join(', ') || 'No bank account'
        : undefined
    },
    /** Who may read the log at all may know which company it is. */
    shownTo: ({ data }) => JSON.parse(data) as unknown,
    sensitiveClasses: () => (bankDetails() ? ['bank-details'] : []),
    apply(events) {
      for (const event of events) {
        if (event.type === 'company-opened') open(event)
        if (event.type === 'company-imported') adopt(event as RecordedEvent<string, CompanyImported>)
        if (event.type === 'time-zone-changed') move(event as RecordedEvent<string, TimeZoneChanged>)
        if (event.type === 'bank-details-changed')
          database.run('INSERT OR REPLACE INTO bank_details (one, sequence) VALUES (1, ?)', event.sequence)
      }
    },
    volatile: {
      mark() {},
      undo() {
        loaded = undefined
      },
      flush() {},
      forget() {
        loaded = undefined
      },
    },
  }

  /** The change that holds now; what it says is in the log. */
  function bankDetails() {
    const row = database.first<{ sequence: number }>('SELECT sequence FROM bank_details')
    const event = row && log.at(row.sequence)
    return event && { ...event, data: JSON.parse(event.data) as BankDetailsChanged }
  }

  function bankDetailsView(): BankDetailsView {
    const change = bankDetails()
    const accounts = change?.data.accounts ?? []
    return {
      accounts: accounts.map(({ bic = null, ...account }) => ({ ...account, bic })),
      changedAt: change ? formatInstant(change.recorded_at) : null,
      changedBy: change?.actor ?? null,
      sequence: change?.sequence ?? null,
    }
  }

  /** The books have another owner from here on; what was recorded before stays as it was recorded. */
  function adopt({ data }: RecordedEvent<string, CompanyImported>) {
    const { from, events, tenant, slug, name, region } = data
    log.adopt({ company: from, through: events })
    database.run('UPDATE company SET tenant = ?, slug = ?, name = ?, region = ?', tenant, slug, name, region)
    loaded = undefined
  }

  function move({ data }: RecordedEvent<string, TimeZoneChanged>) {
    database.run('UPDATE company SET time_zone = ?', data.timeZone)
    loaded = undefined
  }

  function open({ data }: RecordedEvent) {
    const { tenant, slug, name, country, currency, region, timeZone = 'UTC' } = data as CompanyOpened
    database.insertRows(
      'company',
      ['one', 'tenant', 'slug', 'name', 'country', 'currency', 'region', 'time_zone'],
      [[1, tenant, slug, name, country, currency, region, timeZone]],
    )
  }
}

function present(profile: Profile | undefined): Profile {
  invariant(profile, 'the books are open')
  return profile
}

/** What counts and checks every record is for those who may see every record. */
export const coversAllRecords = () =>
  refuse(
    'record_rule',
    'This covers all records of the company, and your record rules show you some of them.',
  )

/** Imported events keep the name of the company that they were recorded in: it is in their hash. */
const envelope = (log: EventLog, event: StoredEvent) => cloudEvent(log.companyAt(event.sequence), event)

function shownEvents(log: EventLog, events: readonly StoredEvent[], sight: EventSight) {
  return events.flatMap((event) => {
    const shown = sight.show(event)
    return shown ? [{ ...envelope(log, shown), hash: null }] : []
  })
}

export function companyView(id: string, profile: Profile | undefined): CompanyView {
  invariant(profile, 'the object answers queries of open companies only')
  const { slug, name, country, currency, region, timeZone } = profile
  return { id, slug, name, country, currency, region, timeZone }
}
