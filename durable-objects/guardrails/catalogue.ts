import type { z } from 'zod'
import type { ModuleContract, Operation, Scope } from '../kernel/contract.ts'
import type { Actor, AnyModule } from '../kernel/module.ts'
import type { FieldError } from '../kernel/result.ts'
import type { Booking } from './policy.ts'

/** The commands of a company that policies can speak of, from the contracts of its modules. */
export class Catalogue implements Booking {
  readonly #modules: () => readonly AnyModule[]
  #entryCommands: readonly string[] | undefined
  #commands: Map<string, Operation> | undefined
  #booking: Map<string, NonNullable<Operation['books']>> | undefined

  constructor(modules: () => readonly AnyModule[]) {
    this.#modules = modules
  }

  command = (name: string): Operation | undefined => this.#all().get(name)
  names = (): Iterable<string> => this.#all().keys()
  scopeOf = (name: string): Scope | undefined => this.#all().get(name)?.scope
  summaryOf = (name: string): string => this.#all().get(name)?.summary ?? name

  /** Of the object's own commands, too: what a timer books is judged like anybody's. */
  isBooking = (name: string): boolean => this.#books().has(name)
  entryCommands = (): readonly string[] => {
    this.#entryCommands ??= [...this.#books()].flatMap(([name, books]) => (books === 'entry' ? [name] : []))
    return this.#entryCommands
  }

  /** What a person recognises a command by, from its input as the actor may see it. */
  titleOf(name: string, input: unknown, actor: Actor): string {
    const [of = '', command = ''] = name.split('.')
    const module = this.#modules().find(({ contract }) => contract.name === of)
    return module?.titleOf?.(command, input, actor) ?? this.summaryOf(name)
  }

  /** The input as the command's contract reads it, or what is wrong with it. */
  parse(operation: Operation, input: Record<string, unknown>): { input: unknown } | { errors: FieldError[] } {
    const rows = operation.body === 'ndjson' && Array.isArray(input.rows) ? input.rows : undefined
    const raw = rows ? { ...input, rows: rows.map((value) => ({ value })) } : input
    const result = operation.input.safeParse(raw, { reportInput: true })
    return result.success
      ? { input: result.data }
      : { errors: result.error.issues.flatMap(errorsOf).slice(0, 100) }
  }

  #books(): Map<string, NonNullable<Operation['books']>> {
    this.#booking ??= new Map(
      this.#modules().flatMap(({ contract }: { contract: ModuleContract }) =>
        Object.entries(contract.operations).flatMap(([command, { books }]) =>
          books ? [[`${contract.name}.${command}`, books] as const] : [],
        ),
      ),
    )
    return this.#booking
  }

  #all(): Map<string, Operation> {
    this.#commands ??= new Map(
      this.#modules().flatMap(({ contract }: { contract: ModuleContract }) =>
        Object.entries(contract.operations).flatMap(([name, operation]): [string, Operation][] =>
          operation.kind === 'command' && operation.level === 'company' && !operation.internal
            ? [[`${contract.name}.${name}`, operation]]
            : [],
        ),
      ),
    )
    return this.#commands
  }
}

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const at = (key: PropertyKey) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
  const pointer = issue.path.map(at).join('')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointer + at(key),
      code: 'unknown_field',
      detail: `There is no field "${key}" here.`,
    }))
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  return [
    { pointer, code: missing ? 'required' : issue.code, detail: missing ? 'Is required.' : issue.message },
  ]
}
