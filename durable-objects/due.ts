import type { Books } from './assembly.ts'
import { newId } from './kernel/ids.ts'
import { LIMITS } from './kernel/limits.ts'
import type { Actor, DueCommand, DueOutcome } from './kernel/module.ts'
import type { CommandEnvelope, Outcome } from './kernel/pipeline.ts'
import { refuse } from './kernel/result.ts'

/**
 * Carries out the commands of modules whose time has come: they run through the pipeline like any other, as the system.
 * Where a module wants to know that one of them came to nothing, that is a command too, in the same commit.
 */
export function carryOutDue(
  { company, modules }: Pick<Books, 'company' | 'modules'>,
  tenant: string,
  nowMicros: number,
  runTurn: (turn: CommandEnvelope[]) => Outcome[],
): void {
  const actor = systemOf(tenant)
  const envelope = (module: string, { command, input }: Pick<DueCommand, 'command' | 'input'>) => ({
    company,
    module,
    command,
    input: JSON.stringify(input),
    actor,
    requestId: newId('request'),
  })
  const due = modules
    .flatMap((module) =>
      (module.due?.(nowMicros) ?? []).map((command) => ({ module: module.contract.name as string, command })),
    )
    .slice(0, LIMITS.dueCommandsMax)
  if (due.length === 0) return
  const outcomes = runTurn(due.map(({ module, command }) => envelope(module, command)))
  const followUps = due.flatMap(({ module, command }, index) => {
    const unsettled = unsettledBy(outcomes[index] as Outcome)
    const next = unsettled && command.otherwise?.(unsettled)
    return next ? [envelope(module, next)] : []
  })
  if (followUps.length > 0) runTurn(followUps)
}

function unsettledBy(outcome: Outcome): DueOutcome | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return undefined
    case 'parked':
      return { approval: (JSON.parse(outcome.body) as { approval: { id: string } }).approval.id }
    case 'refused':
      return { refusal: outcome.refusal }
    case 'failed':
      return { refusal: refuse('internal_error', 'Meridian failed to carry it out. Nothing was changed.') }
  }
}

/** Who acts when nobody asked: the company itself. */
export const systemOf = (tenant: string): Actor => ({ tenant, id: 'system', roles: ['system'], grants: '*' })

/** When the next one is due, or undefined where nothing waits for its time. */
export function nextDue({ modules }: Pick<Books, 'modules'>): number | undefined {
  const times = modules.flatMap((module) => module.nextDue?.() ?? [])
  return times.length === 0 ? undefined : Math.ceil(Math.min(...times) / 1_000)
}
