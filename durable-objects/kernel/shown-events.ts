import type { EventContract, Scope } from './contract.ts'
import type { FieldClass } from './field-classes.ts'
import { mayReadField } from './grants.ts'
import type { StoredEvent } from './log.ts'
import { masked } from './masking.ts'
import type { Actor, AnyModule } from './module.ts'
import { rulesInForce } from './rules.ts'

/** What one reader gets of the event log. */
export interface EventSight {
  /** The event as the reader may see it, or undefined where it is not there for them. */
  show(event: StoredEvent): StoredEvent | undefined
}

/**
 * How somebody who does not see everything reads the log. Undefined: they see all of it, hashes included. Everybody else
 * gets no hashes: with the hashes before and after it, an event that is left out could be found by trying.
 *
 * A module shows its events through `shownTo`; of a module without it, a reader with record rules gets none.
 */
export function eventSight(
  modules: readonly AnyModule[],
  actor: Actor,
  name: string,
  scope: Scope,
): EventSight | undefined {
  const isRuled = rulesInForce(actor.rules, name, scope) !== undefined
  const isMasked = modules.some((module) =>
    (module.sensitiveClasses?.() ?? NONE).some((each: FieldClass) => !mayReadField(actor.grants, each)),
  )
  if (!isRuled && !isMasked) return undefined
  return {
    show(event) {
      const module = modules.find(({ contract }) => Object.hasOwn(contract.events, event.type))
      if (!module || (isRuled && !module.shownTo)) return undefined
      const shown = module.shownTo ? module.shownTo(event, actor, name, scope) : JSON.parse(event.data)
      if (shown === undefined) return undefined
      const { data } = module.contract.events[event.type] as EventContract
      const value = withoutInput(masked(data, shown, actor.grants).value)
      return { ...event, data: JSON.stringify(value) }
    },
  }
}

/** A parked or denied command tells what would have been recorded: its input and amount are for who sees everything. */
function withoutInput(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('command' in data) || !('input' in data)) return data
  const { amount: _, ...rest } = data as { amount?: unknown }
  return { ...rest, input: null }
}

const NONE: readonly FieldClass[] = []
