import type { Policy } from '../durable-objects/guardrails/contract.ts'
import { judge } from '../durable-objects/guardrails/evaluate.ts'
import { type CompiledPolicy, compilePolicy } from '../durable-objects/guardrails/policy.ts'
import { templates } from '../durable-objects/guardrails/templates.ts'
import { mayCall } from '../durable-objects/kernel/grants.ts'
import type { Actor, Subject } from '../durable-objects/kernel/module.ts'
import { BareObject } from './lib/object.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { median } from './lib/stats.ts'
import { printTable } from './lib/table.ts'

/** What policies and the check of grants cost a command: alone, and as a share of one post inside the object. */
const SHARE_GOAL = 0.1
const POLICIES = [0, 5, 50]
const EVALUATIONS = 20_000
const POSTS_A_ROUND = 500
const ACCOUNTS = 100
const EUR = { code: 'EUR', scale: 2 }

/** A person with a role of many grants, as a custom role has them. */
const ACTOR: Actor = {
  tenant: 'tn_bench',
  id: 'user_bench',
  roles: ['payables-clerk'],
  grants: [
    'company:read',
    'ledger:read',
    'approvals:read',
    'guardrails.CheckCommand',
    'ledger.PostJournalEntry',
  ].join(' '),
}
const OWNER: Actor = { ...ACTOR, id: 'user_owner', roles: ['owner'], grants: '*' }

export async function guardrails(options: Options): Promise<Outcome> {
  const evaluations = POLICIES.map((count) => ({ count, micros: evaluation(options, count) }))
  printTable(
    'guardrails: one evaluation of an entry, no policy matching',
    ['policies', 'µs'],
    evaluations.map(({ count, micros }) => [String(count), micros]),
  )
  const posts = measurePosts(options)
  printTable(
    'guardrails and authorization in one post inside the object',
    ['', 'post µs', 'of it µs', 'share'],
    posts.map(({ what, postMicros, costMicros, share }) => [what, postMicros, costMicros, share]),
  )
  const share = posts.find(({ what }) => what === FIVE)?.share ?? Number.NaN
  const ratios = { guardrails: SHARE_GOAL / share }
  const goals = [
    {
      what: `${SHARE_GOAL} of a post by the share of five policies and the grants`,
      goal: 1,
      reached: ratios.guardrails,
    },
  ]
  const notes = [
    'The object runs over SQLite in this process, without HTTP, RPC and a commit to disk: a real post takes longer, so the share there is smaller.',
    'A meter counts past behaviour in rows of its own: two more of them an entry of two accounts, which is storage rather than evaluation.',
  ]
  return { figures: { evaluations, posts, share }, ratios, goals, notes }
}

/** Policies as companies write them, none of which stops the entry: each is evaluated to its end. */
function policies(count: number): Policy[] {
  const kinds: ((code: string, index: number) => Partial<Policy>)[] = [
    (_, index) => ({ when: { field: 'amount', over: `${1_000_000 + index}.00` } }),
    (_, index) => ({
      when: {
        all: [
          { field: 'journal', is: 'GJ' },
          { field: 'account', in: [`9${index}`, `8${index}`] },
        ],
      },
    }),
    () => ({
      when: {
        all: [
          { field: 'actor.roles', is: 'intern' },
          { field: 'amount', over: '0.00' },
        ],
      },
    }),
    () => ({ when: { field: 'input.lines[].memo', matches: '*private*' } }),
    () => ({ when: { field: 'time.hour', zone: 'Europe/Berlin', over: 23 } }),
  ]
  return Array.from({ length: count }, (_, index) => {
    const code = `policy-${index}`
    const kind = kinds[index % kinds.length]
    return { code, name: code, commands: ['ledger.*'], effect: 'deny', reason: 'No.', ...kind?.(code, index) }
  })
}

function compiled(policy: Policy): CompiledPolicy {
  const result = compilePolicy(policy, 1, EUR, { isBooking: () => false, entryCommands: () => [] })
  if (Array.isArray(result)) throw new Error(JSON.stringify(result))
  return result
}

function evaluation({ rounds }: Options, count: number): number {
  const all = policies(count).map(compiled)
  const record = {
    lines: [
      { account: '1000', debit: '10.00' },
      { account: '4000', credit: '10.00', memo: 'Sale' },
    ],
  }
  const subject: Subject = {
    amount: 1_000,
    facts: { account: ['1000', '4000'], journal: ['GJ'], effectiveDate: ['2026-03-31'] },
    record: () => record,
  }
  const given = {
    command: 'ledger.PostJournalEntry',
    actor: ACTOR,
    nowMicros: Date.now() * 1_000,
    input: record,
  }
  const none = () => ({ sum: 0, count: 0 })
  const samples = Array.from({ length: rounds + 1 }, () =>
    microsOf(EVALUATIONS, () => judge(all, [{ subject, pointer: '' }], given, none)),
  )
  return median(samples.slice(1))
}

const FIVE = 'five policies'

/** Lanes take turns, so that a slow minute of the machine falls on all of them. */
function measurePosts({ rounds }: Options) {
  const lanes = [
    { what: 'no policy', posts: new Posts([]) },
    { what: FIVE, posts: new Posts(policies(5)) },
    { what: '50 policies', posts: new Posts(policies(50)) },
    {
      what: 'the templates, one of them with a meter',
      posts: new Posts(unmatched(templates(EUR).map(({ policy }) => policy))),
    },
  ].map((lane) => ({ ...lane, samples: [] as { postMicros: number; costMicros: number }[] }))
  for (let round = 0; round <= rounds * 4; round++)
    for (const { posts, samples } of lanes) {
      const sample = posts.measure()
      // In the first round the code is not compiled yet.
      if (round > 0) samples.push(sample)
    }
  return lanes.map(({ what, samples }) => ({
    what,
    postMicros: median(samples.map(({ postMicros }) => postMicros)),
    costMicros: median(samples.map(({ costMicros }) => costMicros)),
    share: median(samples.map(({ postMicros, costMicros }) => costMicros / postMicros)),
  }))
}

/** The templates with limits that no entry of the benchmark reaches, so that they are evaluated and nothing is stopped. */
const unmatched = (all: Policy[]): Policy[] =>
  all
    .filter(({ code }) => code !== 'no-self-approval')
    .map((policy) =>
      policy.code === 'no-posting-at-night'
        ? { ...policy, when: { field: 'time.hour', zone: 'Europe/Berlin', over: 23 } }
        : (JSON.parse(
            JSON.stringify(policy).replaceAll('"over":"10000.00"', '"over":"90000000000.00"'),
          ) as Policy),
    )

class Posts {
  readonly #object = new BareObject()
  readonly #spentMicros: () => number
  #made = 0

  constructor(all: readonly Policy[]) {
    const profile = { name: 'Bench', slug: 'bench', country: 'DE', currency: 'EUR', region: 'eu' }
    this.#accept('company', 'OpenCompany', profile)
    for (let index = 0; index < ACCOUNTS; index++)
      this.#accept('ledger', 'OpenAccount', { code: String(1_000 + index), name: 'A', type: 'asset' })
    for (const policy of all) this.#accept('guardrails', 'AdoptPolicy', policy)
    this.#spentMicros = this.#object.timeGuardrails()
  }

  /** One post, and of it guardrails and the check of grants: means over a few hundred posts, each in a turn of its own. */
  measure(): { postMicros: number; costMicros: number } {
    const before = this.#spentMicros()
    let checkedMs = 0
    const postMicros = microsOf(POSTS_A_ROUND, () => {
      const started = performance.now()
      // At the edge, and again in the object.
      const may = [1, 2].every(() => mayCall(ACTOR.grants, 'ledger.PostJournalEntry', 'ledger:write'))
      checkedMs += performance.now() - started
      if (!may) throw new Error('the actor may post')
      this.#object.accept(this.#object.envelope('ledger', 'PostJournalEntry', this.#entry(), ACTOR))
    })
    const costMicros = (this.#spentMicros() - before + checkedMs * 1_000) / POSTS_A_ROUND
    return { postMicros, costMicros }
  }

  #accept(module: string, command: string, input: unknown): void {
    this.#object.accept(this.#object.envelope(module, command, input, OWNER))
  }

  #entry() {
    const made = this.#made++
    const [debit, credit] = [String(1_000 + (made % 50)), String(1_050 + ((made * 7) % 50))]
    const day = String(1 + (Math.floor(made / 500) % 28)).padStart(2, '0')
    return {
      effectiveDate: `2026-03-${day}`,
      description: 'Goods sold for cash',
      lines: [
        { account: debit, debit: `${1 + (made % 999)}.50` },
        { account: credit, credit: `${1 + (made % 999)}.50` },
      ],
    }
  }
}

function microsOf(times: number, task: () => void): number {
  const started = performance.now()
  for (let index = 0; index < times; index++) task()
  return ((performance.now() - started) * 1_000) / times
}
