import { LIMITS } from '../kernel/limits.ts'
import { type FieldError, refuse } from '../kernel/result.ts'
import type { Policy } from './contract.ts'
import type { GuardrailsRefusal } from './domain.ts'
import { type Booking, type CompiledPolicy, type Currency, compilePolicy, covers } from './policy.ts'

/** What must hold of a policy in this company before it can be in force; its schema cannot know it. */
export interface Known {
  currency: Currency
  commands: Iterable<string>
  /** Codes of the policies that there are. */
  codes: ReadonlySet<string>
  booking: Booking
}

export function checkPolicy(
  policy: Policy,
  version: number,
  { currency, commands, codes, booking }: Known,
  pointer = '',
): CompiledPolicy | GuardrailsRefusal {
  const names = [...commands]
  const unknown = policy.commands.flatMap((pattern, index): FieldError[] =>
    names.some((name) => covers(pattern, name, booking))
      ? []
      : [
          {
            pointer: `${pointer}/commands/${index}`,
            code: 'unknown_command',
            detail: `No command is called ${pattern}.`,
          },
        ],
  )
  if (unknown[0]) return refuse('unknown_command', unknown[0].detail, unknown)
  const lockOut = policy.commands.findIndex((pattern) => covers(pattern, 'guardrails.RetirePolicy', booking))
  if (policy.effect === 'deny' && lockOut >= 0)
    return invalid([
      {
        pointer: `${pointer}/commands/${lockOut}`,
        detail:
          'Retiring a policy can need an approval, but never be forbidden: no policy could be taken back.',
      },
    ])
  const missing = (policy.exempts ?? []).findIndex((code) => !codes.has(code) || code === policy.code)
  if (missing >= 0)
    return invalid([
      {
        pointer: `${pointer}/exempts/${missing}`,
        detail: `There is no other policy ${policy.exempts?.[missing]}.`,
      },
    ])
  const isNew = !codes.has(policy.code)
  if (isNew && codes.size >= LIMITS.policiesMax)
    return refuse(
      'too_many_policies',
      `A company has at most ${LIMITS.policiesMax} policies. Change one of them.`,
    )
  const compiled = compilePolicy(policy, version, currency, booking)
  if (!Array.isArray(compiled)) return compiled
  return invalid(compiled.map((mistake) => ({ ...mistake, pointer: pointer + mistake.pointer })))
}

function invalid(mistakes: readonly { pointer: string; detail: string }[]): GuardrailsRefusal {
  return refuse(
    'invalid_policy',
    mistakes[0]?.detail ?? 'The policy is not valid.',
    mistakes.map((mistake) => ({ ...mistake, code: 'invalid_policy' })),
  )
}
