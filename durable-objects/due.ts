import type { Books } from './assembly.ts'
import { newId } from './kernel/ids.ts'
import { LIMITS } from './kernel/limits.ts'
import type { Actor } from './kernel/module.ts'
import type { CommandEnvelope } from './kernel/pipeline.ts'

/** Commands of modules whose time has come: they run through the pipeline like any other, as the system. */
export function dueCommands(
  { company, modules }: Pick<Books, 'company' | 'modules'>,
  tenant: string,
  nowMicros: number,
): CommandEnvelope[] {
  const actor: Actor = { tenant, id: 'system', roles: ['system'], grants: '*' }
  return modules
    .flatMap((module) =>
      (module.due?.(nowMicros) ?? []).map(({ command, input }) => ({
        company,
        module: module.contract.name as string,
        command,
        input: JSON.stringify(input),
        actor,
        requestId: newId('request'),
      })),
    )
    .slice(0, LIMITS.dueCommandsMax)
}

/** When the next one is due, or undefined where nothing waits for its time. */
export function nextDue({ modules }: Pick<Books, 'modules'>): number | undefined {
  const times = modules.flatMap((module) => module.nextDue?.() ?? [])
  return times.length === 0 ? undefined : Math.ceil(Math.min(...times) / 1_000)
}
