import { LIMITS } from '../kernel/limits.ts'
import type { Subject } from '../kernel/module.ts'
import type { ParkedStep, Policy, ReasonView } from './contract.ts'
import type { CompiledMeter, CompiledPolicy, View } from './policy.ts'

/** Policies over the records of one command: the strongest effect over all of them, with every reason. */

export interface Judgement {
  effect: Policy['effect']
  reasons: ReasonView[]
  /** The largest amount that a policy stopped at, in minor units. */
  amount: number | undefined
  steps: ParkedStep[]
  escalation: { afterHours: number; roles: string[] } | undefined
  expireAfterDays: number | undefined
}

/** One record and where in the input it comes from. */
export interface JudgedRecord {
  subject: Subject
  pointer: string
}

export interface Hit {
  compiled: CompiledPolicy
  pointer: string
}

/** Those policies that stop one record: the ones that apply, without those that an exception takes back. */
export function hitsOf(policies: readonly CompiledPolicy[], view: View): Hit[] {
  const hits: Hit[] = []
  let exempt: Set<string> | undefined
  for (const compiled of policies) {
    view.pointer = undefined
    if (!compiled.applies(view)) continue
    if (compiled.policy.effect === 'allow') {
      exempt ??= new Set()
      for (const code of compiled.policy.exempts ?? []) exempt.add(code)
    } else hits.push({ compiled, pointer: view.pointer ?? '' })
  }
  return exempt ? hits.filter(({ compiled }) => !exempt.has(compiled.policy.code)) : hits
}

/** Thresholds of steps are measured by the record that was stopped. */
export const stepsAsked = ({ steps }: CompiledPolicy, amount: number | undefined): CompiledPolicy['steps'] =>
  steps.filter(({ overMinor }) => overMinor < 0 || (amount ?? 0) > overMinor)

/** Puts the hits of all records of a command together. */
export class Verdicts {
  readonly #reasons: ReasonView[] = []
  readonly #steps = new Map<string, ParkedStep & { overMinor: number }>()
  #deny = false
  #amount: number | undefined
  #escalation: Judgement['escalation']
  #expireAfterDays: number | undefined

  add(hits: readonly Hit[], amount: number | undefined, pointer: string): void {
    for (const { compiled, pointer: within } of hits) {
      const { policy, version } = compiled
      const asked = stepsAsked(compiled, amount)
      if (policy.effect === 'approve' && asked.length === 0) continue
      if (policy.effect === 'deny') this.#deny = true
      else this.#ask(policy, asked)
      if (amount !== undefined) this.#amount = Math.max(this.#amount ?? 0, amount)
      const { code, name, effect, reason } = policy
      this.#reasons.push({ policy: code, version, name, effect, reason, pointer: pointer + within })
    }
  }

  judgement(): Judgement {
    const effect = this.#deny ? 'deny' : this.#reasons.length > 0 ? 'approve' : 'allow'
    const reasons = this.#deny ? this.#reasons.filter((reason) => reason.effect === 'deny') : this.#reasons
    const steps = effect === 'approve' ? [...this.#steps.values()].sort(byThreshold) : []
    return {
      effect,
      reasons: reasons.sort(byPolicy).slice(0, LIMITS.reasonsShownMax),
      amount: this.#amount,
      steps: steps.map(({ overMinor: _, ...step }) => step),
      escalation: effect === 'approve' ? this.#escalation : undefined,
      expireAfterDays: effect === 'approve' ? this.#expireAfterDays : undefined,
    }
  }

  /** Steps of several policies add up; the same people asked twice are asked once, for the larger number of them. */
  #ask({ approval }: Policy, steps: CompiledPolicy['steps']): void {
    for (const step of steps) {
      const key = JSON.stringify([step.roles, step.users])
      const before = this.#steps.get(key)
      if (!before) this.#steps.set(key, { ...step })
      else {
        before.count = Math.max(before.count, step.count)
        if (step.overMinor < before.overMinor) {
          before.overMinor = step.overMinor
          if (step.over === undefined) delete before.over
          else before.over = step.over
        }
      }
    }
    if (!approval) return
    const { escalateAfterHours, escalateTo = [], expireAfterDays } = approval
    if (escalateAfterHours !== undefined) {
      const before = this.#escalation
      this.#escalation = {
        afterHours: Math.min(before?.afterHours ?? escalateAfterHours, escalateAfterHours),
        roles: [...new Set([...(before?.roles ?? []), ...escalateTo])].sort(),
      }
    }
    if (expireAfterDays !== undefined)
      this.#expireAfterDays = Math.min(this.#expireAfterDays ?? expireAfterDays, expireAfterDays)
  }
}

const byThreshold = (a: ParkedStep & { overMinor: number }, b: ParkedStep & { overMinor: number }): number =>
  a.overMinor - b.overMinor || compare(JSON.stringify([a.roles, a.users]), JSON.stringify([b.roles, b.users]))
const byPolicy = (a: ReasonView, b: ReasonView): number =>
  compare(a.policy, b.policy) || a.pointer.localeCompare(b.pointer, 'en', { numeric: true })
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Sums and counts of a meter, by key: of the days before, and of the records of this command so far. */
export interface Totals {
  sum: number
  count: number
}
export type ReadTotals = (meter: CompiledMeter, key: string) => Totals

/** What a record adds to a meter: for each key that it counts under, its part of the amount. */
export function contributions(
  meter: CompiledMeter,
  actor: string,
  { amount = 0, facts, ids, amountBy, isCounted }: Omit<Subject, 'record'>,
): Map<string, number> {
  if (isCounted === false) return new Map()
  let keys: { parts: string[]; amount: number }[] = [{ parts: [], amount }]
  for (const by of meter.by) {
    const all = by === 'actor' ? [actor] : (facts[by] ?? [])
    const values = all.map((value, index) => ({ value, id: ids?.[by]?.[index] ?? value }))
    const counted =
      by === 'account' ? values.filter(({ value }) => meter.countsAccount?.(value) ?? true) : values
    keys = keys.flatMap((key) =>
      counted.map(({ value, id }) => ({
        parts: [...key.parts, id],
        amount: Math.min(key.amount, amountBy?.(by, value) ?? key.amount),
      })),
    )
    if (keys.length > LIMITS.meterKeysMax) keys = keys.slice(0, LIMITS.meterKeysMax)
  }
  return new Map(keys.map(({ parts, amount: part }) => [JSON.stringify(parts), part]))
}

/** Judges the records of one command one after the other, so that each counts for the ones behind it. */
export function judge(
  policies: readonly CompiledPolicy[],
  records: readonly JudgedRecord[],
  given: Given,
  read: ReadTotals,
): Judgement | undefined {
  let verdicts: Verdicts | undefined
  const pending = records.length > 1 ? new Pending(policies, given) : undefined
  for (const { subject, pointer } of records) {
    const hits = hitsOf(policies, viewOf(given, subject, read, pending))
    if (hits.length > 0) {
      verdicts ??= new Verdicts()
      verdicts.add(hits, subject.amount, pointer)
    }
    pending?.add(subject)
  }
  const judgement = verdicts?.judgement()
  return judgement?.effect === 'allow' ? undefined : judgement
}

export interface Given extends Pick<View, 'command' | 'actor' | 'nowMicros'> {
  input: unknown
}

/** What the earlier records of a command add to meters before they are recorded. */
class Pending {
  readonly #meters: readonly CompiledMeter[]
  readonly #actor: string
  readonly #totals = new Map<string, Totals>()

  constructor(policies: readonly CompiledPolicy[], { command, actor }: Given) {
    const all = new Map(policies.flatMap(({ meters }) => meters).map((meter) => [meter.id, meter]))
    this.#meters = [...all.values()].filter((meter) => meter.counts(command))
    this.#actor = actor.id
  }

  add(subject: Subject): void {
    for (const meter of this.#meters)
      for (const [key, amount] of contributions(meter, this.#actor, subject)) {
        const before = this.#totals.get(meter.id + key)
        const totals = { sum: (before?.sum ?? 0) + amount, count: (before?.count ?? 0) + 1 }
        this.#totals.set(meter.id + key, totals)
      }
  }

  get({ id }: CompiledMeter, key: string): Totals | undefined {
    return this.#totals.get(id + key)
  }
}

export function viewOf(
  { command, actor, nowMicros, input }: Given,
  subject: Subject,
  read: ReadTotals,
  pending: Pick<Pending, 'get'> | undefined,
): View {
  let inputs: readonly unknown[] | undefined
  return {
    command,
    actor,
    nowMicros,
    amount: subject.amount,
    facts: subject.facts,
    inputs: () => {
      inputs ??= subject.record ? [subject.record(), input] : [input]
      return inputs
    },
    totals: (meter) => {
      // A record that the meter does not count is compared with what it has counted so far.
      const own = meter.counts(command) ? 1 : 0
      return [...contributions(meter, actor.id, subject)].map(([key, amount]) => {
        const [past, beside] = [read(meter, key), pending?.get(meter, key)]
        return meter.of === 'sum'
          ? past.sum + (beside?.sum ?? 0) + amount * own
          : past.count + (beside?.count ?? 0) + own
      })
    },
  }
}
