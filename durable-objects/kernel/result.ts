/**
 * Expected refusals are values. A refusal names its code (declared in a module's contract with its HTTP status
 * and title), says in words what is wrong and the way out, and points at the fields (RFC 6901 JSON pointers).
 */
export interface FieldError {
  pointer: string
  code: string
  detail: string
}

export interface Refusal<Code extends string = string> {
  refused: Code
  detail: string
  errors: FieldError[]
}

export function refuse<Code extends string>(
  code: Code,
  detail: string,
  errors: FieldError[] = [],
): Refusal<Code> {
  return { refused: code, detail, errors }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value
}

/** For the promise "this cannot happen": a failing one is a bug, undoes the command and is logged. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`)
}
