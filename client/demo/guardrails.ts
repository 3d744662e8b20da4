import { Parked } from '../sdk/problem.ts'
import type { CallInput, Contracts, Meridian } from '../sdk/types.ts'
import { DEMO_COMPANY } from './company.ts'

type Policy = CallInput<Contracts['guardrails']['operations']['AdoptPolicy']>
type Entry = CallInput<Contracts['ledger']['operations']['PostJournalEntry']>

/** The roles that look at what others send. */
const APPROVERS = ['owner', 'administrator', 'accountant']

const POLICIES: readonly Policy[] = [
  {
    code: 'four-eyes-over-10-000',
    name: 'Four eyes over 10,000',
    commands: ['ledger.*'],
    when: {
      all: [
        { field: 'amount', over: '10000.00' },
        { field: 'actor.roles', in: ['payables-clerk', 'receivables-clerk'] },
      ],
    },
    effect: 'approve',
    reason: 'Clerks book up to 10,000 EUR by themselves; a second person looks at more.',
    approval: {
      steps: [
        { roles: APPROVERS, count: 1 },
        { roles: ['owner'], count: 1, over: '50000.00' },
      ],
      escalateAfterHours: 48,
      escalateTo: ['manager'],
      expireAfterDays: 30,
    },
  },
  {
    code: 'new-bank-details-need-two',
    name: 'New bank details need two people',
    commands: ['company.ChangeBankDetails'],
    effect: 'approve',
    reason: 'Changed bank details are how payments get stolen: two people check them.',
    approval: { steps: [{ roles: APPROVERS, count: 2 }], expireAfterDays: 14 },
  },
]

/** Was in force once: the history of a company is not only what holds today. */
const AT_NIGHT: Policy = {
  code: 'no-posting-at-night',
  name: 'No posting at night',
  commands: ['ledger.*'],
  when: {
    all: [
      { field: 'actor.roles', in: ['payables-clerk', 'receivables-clerk'] },
      {
        any: [
          { field: 'time.hour', zone: 'Europe/Berlin', atLeast: 22 },
          { field: 'time.hour', zone: 'Europe/Berlin', under: 6 },
        ],
      },
    ],
  },
  effect: 'deny',
  reason: 'Nothing is posted between 22:00 and 06:00. Send it again in the morning.',
}

/** Puts the demo's policies into force. After its year, which was posted before there were any. */
export async function adoptDemoPolicies(meridian: Meridian): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/policy/${what}` })
  const company = DEMO_COMPANY.slug
  await meridian.guardrails.AdoptPolicy(company, AT_NIGHT, once(AT_NIGHT.code))
  const retired = { policy: AT_NIGHT.code, reason: 'The roastery works in shifts now.' }
  await meridian.guardrails.RetirePolicy(company, retired, once('retired'))
  for (const policy of POLICIES) await meridian.guardrails.AdoptPolicy(company, policy, once(policy.code))
}

const WAITING: readonly Omit<Entry, 'effectiveDate'>[] = [
  {
    description: 'Second drum roaster, deposit',
    reference: 'PR-2207',
    lines: [
      { account: '0400', debit: '18400.00', memo: 'Order of the management, 30 % on signing' },
      { account: '1400', debit: '3496.00' },
      { account: '1600', credit: '21896.00' },
    ],
  },
  {
    description: 'Green coffee, container 14',
    reference: 'SANTOS-14',
    lines: [
      { account: '1690', debit: '62300.00' },
      { account: '1600', credit: '62300.00' },
    ],
  },
]

/** What a clerk of the demo sends and the policies make wait, for somebody else to decide. */
export async function sendDemoEntries(clerk: Meridian, today: Date): Promise<void> {
  const effectiveDate = today.toISOString().slice(0, 10)
  for (const entry of WAITING) {
    const options = { idempotencyKey: `demo/waiting/${entry.reference}` }
    await clerk.ledger
      .PostJournalEntry(DEMO_COMPANY.slug, { effectiveDate, ...entry }, options)
      .catch((error: unknown) => {
        if (!(error instanceof Parked)) throw error
      })
  }
}
