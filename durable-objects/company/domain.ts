import type { NewEvent } from '../kernel/log.ts'
import type { CommandContext, Decision } from '../kernel/module.ts'
import type { Region } from '../kernel/regions.ts'
import { type Refusal, refuse } from '../kernel/result.ts'
import type { BankDetailsChanged, CompanyOpened, CompanyView, TimeZoneChanged } from './contract.ts'
import { timeZoneOf } from './time-zones.ts'

/** The edge fills in the region of the tenant where the client named none. */
type OpenCompany = Omit<CompanyOpened, 'tenant' | 'region' | 'chart' | 'timeZone'> & {
  region?: Region | undefined
  timeZone?: string | undefined
  chart?: CompanyOpened['chart'] | undefined
}

export function decideOpenCompany(
  profile: CompanyOpened | undefined,
  input: OpenCompany,
  context: CommandContext,
): Decision<CompanyView> | Refusal<'company_already_open'> {
  if (profile) return refuse('company_already_open', `The books of ${profile.name} are open already.`)
  const { slug, name, country, currency, region = 'eu', chart, timeZone = timeZoneOf(country) } = input
  const data: CompanyOpened = {
    tenant: context.actor.tenant,
    slug,
    name,
    country,
    currency,
    region,
    ...(chart !== undefined && { chart }),
    timeZone,
  }
  return {
    events: [{ type: 'company-opened', version: 1, data }],
    reply: () => ({ id: context.company, slug, name, country, currency, region, timeZone }),
  }
}

/** What is so already is no change. */
export function decideChangeTimeZone(before: string, timeZone: string): NewEvent[] {
  const data: TimeZoneChanged = { timeZone, before }
  return timeZone === before ? [] : [{ type: 'time-zone-changed', version: 1, data }]
}

type BankAccountInput = Omit<BankDetailsChanged['accounts'][number], 'bic'> & { bic?: string | undefined }

/** What is there already is no change. */
export function decideChangeBankDetails(
  before: BankDetailsChanged['accounts'],
  accounts: readonly BankAccountInput[],
): NewEvent[] {
  const wanted = accounts.map(({ name, holder, iban, bic }) => ({ name, holder, iban, ...(bic && { bic }) }))
  const isSame = (account: BankAccountInput, old: BankAccountInput | undefined) =>
    (['name', 'holder', 'iban', 'bic'] as const).every((field) => account[field] === old?.[field])
  if (wanted.length === before.length && wanted.every((each, index) => isSame(each, before[index]))) return []
  const data: BankDetailsChanged = { accounts: wanted }
  return [{ type: 'bank-details-changed', version: 1, data }]
}
