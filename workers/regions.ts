import type { BooksObject } from '../durable-objects/books.ts'
import type { GateObject } from '../durable-objects/gate.ts'
import type { Region } from '../durable-objects/kernel/regions.ts'
import type { LogMessage } from '../queues/contracts.ts'

/** Bindings of the deployment, as declared in `wrangler.toml`. */
export interface Env {
  /** Tenants and companies by id, slug, region and status: nothing personal. */
  DIRECTORY: D1Database
  IDENTITY_EU: D1Database
  IDENTITY_US: D1Database
  IDENTITY_APAC: D1Database
  REPORTING_EU: D1Database
  REPORTING_US: D1Database
  REPORTING_APAC: D1Database
  ARCHIVE_EU: R2Bucket
  ARCHIVE_US: R2Bucket
  ARCHIVE_APAC: R2Bucket
  /** Files that people and modules keep with their records. */
  DOCUMENTS_EU: R2Bucket
  DOCUMENTS_US: R2Bucket
  DOCUMENTS_APAC: R2Bucket
  EVENTS_EU: Queue<LogMessage>
  EVENTS_US: Queue<LogMessage>
  EVENTS_APAC: Queue<LogMessage>
  BOOKS_EU: DurableObjectNamespace<BooksObject>
  BOOKS_US: DurableObjectNamespace<BooksObject>
  BOOKS_APAC: DurableObjectNamespace<BooksObject>
  GATE_EU: DurableObjectNamespace<GateObject>
  GATE_US: DurableObjectNamespace<GateObject>
  GATE_APAC: DurableObjectNamespace<GateObject>
  FAULTS: DurableObjectNamespace
  ASSETS: Fetcher
  /** Sends mail through the platform. */
  MAIL: SendEmail
  /** Only where MAILBOX is on: keeps mails as files instead of sending them. */
  MAIL_FILES?: Fetcher
  /** Secret: signs cookies and encrypts the keys and one-time-code seeds that the identity databases keep. */
  AUTH_SECRET: string
  /** Secret, optional: the key of the directory's e-mail HMACs. Without it they follow from AUTH_SECRET. */
  DIRECTORY_KEY?: string
  /** Secret, optional: who operates the platform: HMACs of their e-mail addresses as in the directory, comma-separated. */
  OPERATORS?: string
  /** The address that mails come from. */
  MAIL_FROM: string
  /** `on` shows every mail at /dev/mailbox instead of sending it: for development only. */
  MAILBOX: 'on' | 'off'
  /** `on` where the platform sets CF-Connecting-IP; elsewhere anyone could, and it is not believed. */
  TRUST_CLIENT_ADDRESS: 'on' | 'off'
  /** Where the deployment is reached, such as `https://erp.example`; empty: at whatever address a request came to. */
  ORIGIN: string
  /** JSON that replaces some rates of `workers/http/rate-limit.ts`, such as `{"key":{"burst":100,"everyMs":10}}`. */
  RATE_LIMITS: string
  /** `on` where the platform has jurisdictions; the local runtime refuses to name one. */
  JURISDICTIONS: 'on' | 'off'
  /** Tenant that anyone may sign in to without a credential: a demo. Empty elsewhere. */
  DEMO_TENANT: string
  /** E-mail address of the person that visitors of the demo are. */
  DEMO_USER: string
  /** Answers DNS questions over HTTPS, in JSON: proves whose a domain is. */
  DNS_RESOLVER: string
  /** `on` lets a test switch faults into the way out. */
  SANDBOX: 'on' | 'off'
}

const SUFFIX = { eu: 'EU', us: 'US', apac: 'APAC' } as const satisfies Record<Region, string>

/** The residency switch: every store of a region is reached through these functions and through no others. */
export const identityDatabase = (env: Env, region: Region): D1Database => env[`IDENTITY_${SUFFIX[region]}`]
export const reportingDatabase = (env: Env, region: Region): D1Database => env[`REPORTING_${SUFFIX[region]}`]
export const archiveBucket = (env: Env, region: Region): R2Bucket => env[`ARCHIVE_${SUFFIX[region]}`]
export const documentsBucket = (env: Env, region: Region): R2Bucket => env[`DOCUMENTS_${SUFFIX[region]}`]
export const eventsQueue = (env: Env, region: Region): Queue<LogMessage> => env[`EVENTS_${SUFFIX[region]}`]

/**
 * How firmly a region holds. A jurisdiction is a guarantee of the platform; a location hint is a wish that it follows
 * where it can.
 */
export const PLACEMENT = {
  eu: { jurisdiction: 'eu', locationHint: undefined },
  us: { jurisdiction: 'us', locationHint: undefined },
  apac: { jurisdiction: undefined, locationHint: 'apac' },
} as const satisfies Record<Region, { jurisdiction: string | undefined; locationHint: string | undefined }>

/** Each region has a namespace of its own everywhere; on the platform a jurisdiction is laid over it. */
export function booksNamespace(env: Env, region: Region): DurableObjectNamespace<BooksObject> {
  const namespace = env[`BOOKS_${SUFFIX[region]}`]
  const { jurisdiction } = PLACEMENT[region]
  if (env.JURISDICTIONS !== 'on' || !jurisdiction) return namespace
  return namespace.jurisdiction(jurisdiction as DurableObjectJurisdiction)
}

/** The one object that holds a company's books. */
export function booksOf(env: Env, region: Region, company: string): DurableObjectStub<BooksObject> {
  const { locationHint } = PLACEMENT[region]
  return booksNamespace(env, region).getByName(company, locationHint && { locationHint })
}

/** Attempts to get in are counted in the region of the account: its e-mail HMAC and the addresses stay there. */
export function gateOf(env: Env, region: Region, shard: string): DurableObjectStub<GateObject> {
  const { jurisdiction, locationHint } = PLACEMENT[region]
  const all = env[`GATE_${SUFFIX[region]}`]
  const namespace =
    env.JURISDICTIONS === 'on' && jurisdiction
      ? all.jurisdiction(jurisdiction as DurableObjectJurisdiction)
      : all
  return namespace.getByName(shard, locationHint && { locationHint })
}

export const regionOfQueue = (queue: string): Region => {
  const region = (Object.keys(SUFFIX) as Region[]).find((each) => queue === `meridian-events-${each}`)
  if (!region) throw new Error(`no region has the queue ${queue}`)
  return region
}
