import type { Database } from '../kernel/database.ts'
import { LIMITS } from '../kernel/limits.ts'
import { cloudEvent, type EventLog, type RecordedEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { Module } from '../kernel/module.ts'
import { invariant } from '../kernel/result.ts'
import { type CompanyContract, type CompanyOpened, type CompanyView, companyContract } from './contract.ts'
import { decideOpenCompany } from './domain.ts'

const migrations: readonly Migration[] = [
  {
    id: '001-company',
    sql: `CREATE TABLE company (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      tenant TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL,
      country TEXT NOT NULL, currency TEXT NOT NULL, region TEXT NOT NULL
    ) STRICT`,
  },
]

type ProfileRow = CompanyOpened & Record<string, SqlStorageValue>

export interface CompanyParts {
  /** Who the books belong to, or undefined before they are opened. */
  profile(): CompanyOpened | undefined
}

/** What the object gives the module to report about itself. */
export interface SelfReport {
  relayed(): { sent: number; reporting: number; archive: number }
}

export function companyModule(
  database: Database,
  log: EventLog,
  id: string,
  self: SelfReport,
): Module<CompanyContract> & { parts: CompanyParts } {
  let loaded: CompanyOpened | undefined
  const profile = () => {
    loaded ??= database.first<ProfileRow>('SELECT tenant, slug, name, country, currency, region FROM company')
    return loaded
  }

  return {
    contract: companyContract,
    migrations,
    parts: { profile },
    derivedTables: ['company'],
    commands: {
      OpenCompany(input, context) {
        return decideOpenCompany(profile(), input, context)
      },
    },
    queries: {
      GetCompany: () => companyView(id, profile()),
      ListEvents(input) {
        const limit = input.limit ?? LIMITS.pageRowsDefault
        const events = log.slice(input.after ?? 0, limit)
        const last = events.at(-1)
        const more = last && last.sequence < log.head.sequence
        return {
          data: events.map((event) => cloudEvent(id, event)),
          nextCursor: more ? String(last.sequence) : null,
        }
      },
      GetUsage: () => ({
        rowsWritten: database.rowsWritten,
        rowsRead: database.rowsRead,
        databaseBytes: database.databaseBytes,
        sequence: log.head.sequence,
        relayed: self.relayed(),
      }),
    },
    apply(events) {
      for (const event of events) if (event.type === 'company-opened') open(event)
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

  function open({ data }: RecordedEvent) {
    const { tenant, slug, name, country, currency, region } = data as CompanyOpened
    database.insertRows(
      'company',
      ['one', 'tenant', 'slug', 'name', 'country', 'currency', 'region'],
      [[1, tenant, slug, name, country, currency, region]],
    )
  }
}

export function companyView(id: string, profile: CompanyOpened | undefined): CompanyView {
  invariant(profile, 'the object answers queries of open companies only')
  const { slug, name, country, currency, region } = profile
  return { id, slug, name, country, currency, region }
}
