import { type AuditCheck, failed, type ModuleAudit, passed } from '../kernel/audit.ts'
import type { StoredEvent } from '../kernel/log.ts'
import type { ApprovalGiven, CommandParked, CommandReleased, PolicyAdopted } from './contract.ts'
import { assign } from './domain.ts'

/**
 * The invariants of guardrails, checked against the log alone: whatever was released had been parked and was approved by
 * enough people, none of them its maker and none of them twice; whatever was settled is settled once; and versions of
 * policies follow each other.
 */
export class GuardrailsAudit implements ModuleAudit {
  readonly #pending = new Map<string, { parked: CommandParked; given: ApprovalGiven[] }>()
  readonly #versions = new Map<string, number>()
  readonly #wrong: string[] = []
  readonly #wrongVersions: string[] = []
  #parked = 0
  #released = 0

  /** Sees every event of the log once, in order. */
  visit(event: StoredEvent): void {
    switch (event.type) {
      case 'policy-adopted':
        this.#adopt(event)
        return
      case 'command-parked': {
        const parked = read<CommandParked>(event)
        if (parked) this.#pending.set(parked.id, { parked, given: [] })
        this.#parked++
        return
      }
      case 'approval-given':
        this.#give(event)
        return
      case 'command-released':
        this.#release(event)
        return
      case 'command-failed':
      case 'approval-rejected':
      case 'command-withdrawn':
      case 'approval-expired':
        this.#settle(event, read<{ approval: string }>(event)?.approval ?? '')
    }
  }

  conclude(): AuditCheck[] {
    const approvals = 'released commands were approved by others'
    const versions = 'versions of policies follow each other'
    return [
      this.#wrong.length === 0
        ? passed(
            approvals,
            `${this.#parked} parked, ${this.#released} released, ${this.#pending.size} pending`,
          )
        : failed(approvals, this.#wrong.slice(0, 10).join('; ')),
      this.#wrongVersions.length === 0
        ? passed(versions, `${this.#versions.size} policies`)
        : failed(versions, this.#wrongVersions.slice(0, 10).join('; ')),
    ]
  }

  #adopt(event: StoredEvent): void {
    const adopted = read<PolicyAdopted>(event)
    if (!adopted) return
    const { version, policy } = adopted
    const before = this.#versions.get(policy.code) ?? 0
    if (version !== before + 1) this.#wrongVersions.push(`${policy.code} ${version} follows ${before}`)
    this.#versions.set(policy.code, version)
  }

  #give(event: StoredEvent): void {
    const given = read<ApprovalGiven>(event)
    if (!given) return
    const pending = this.#pending.get(given.approval)
    if (!pending) {
      this.#complain(event, `approves ${given.approval}, which is not pending`)
      return
    }
    const maker = pending.parked.maker.id
    if (event.actor !== given.by) this.#complain(event, `is by ${given.by}, not by its actor`)
    if (given.by === maker || given.onBehalfOf === maker) this.#complain(event, 'is by the maker')
    const people = pending.given.flatMap(({ by, onBehalfOf }) => [by, onBehalfOf])
    if (people.includes(given.by) || (given.onBehalfOf && people.includes(given.onBehalfOf)))
      this.#complain(event, 'counts a person twice')
    pending.given.push(given)
  }

  #release(event: StoredEvent): void {
    const released = read<CommandReleased>(event)
    if (!released) return
    const { approval, maker } = released
    const pending = this.#pending.get(approval)
    this.#settle(event, approval)
    if (!pending) return
    this.#released++
    const { parked, given } = pending
    if (parked.maker.id !== maker) this.#complain(event, `names ${maker} as the maker`)
    const { filled, asked } = assign(
      parked.steps,
      given.map(({ steps }) => steps),
    )
    if (filled < asked) this.#complain(event, `has ${filled} of ${asked} approvals`)
  }

  #settle(event: StoredEvent, approval: string): void {
    if (!this.#pending.delete(approval)) this.#complain(event, `settles ${approval}, which is not pending`)
  }

  #complain({ sequence }: StoredEvent, what: string): void {
    this.#wrong.push(`event ${sequence} ${what}`)
  }
}

/** Damaged text is what the hash chain reports; here it must not end the audit. */
function read<Data>({ data }: StoredEvent): Data | undefined {
  try {
    return JSON.parse(data) as Data
  } catch {
    return undefined
  }
}
