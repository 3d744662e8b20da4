import { useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useMay } from '../../session/queries.ts'
import { type Verdict, verdictQuery } from '../queries.ts'

/** Asked once typing rests: the server decides the whole command for it. */
export const ASK_AFTER_MS = 400

type CommandInput = Record<string, unknown>

/**
 * What would become of a command if it were sent now: asked before, so that nobody learns only afterwards that it needs a
 * second person. Undefined while nothing is known; the server decides again when it is sent.
 */
export function useVerdict(command: string, input: CommandInput | undefined): Verdict | undefined {
  const text = input && JSON.stringify(input)
  const rested = useDebounced(text, ASK_AFTER_MS)
  const asked = rested === undefined ? undefined : (JSON.parse(rested) as CommandInput)
  const verdict = useVerdictNow(command, asked)
  // An answer to an earlier question must not be read as one to this.
  return text !== undefined && rested === text ? verdict : undefined
}

/** The same for an input that has rested already. */
export function useVerdictNow(command: string, input: CommandInput | undefined): Verdict | undefined {
  const company = useCompanySlug()
  const may = useMay('guardrails.CheckCommand')
  return useQuery({
    ...verdictQuery(company, command, input),
    enabled: may && input !== undefined,
    // The same question an hour later may have another answer: it may be night by then.
    staleTime: 15_000,
  }).data
}

/** What the button that sends a command says. */
export const submitWord = (verdict: Verdict | undefined, usual: string): string =>
  verdict?.decision === 'approve' ? 'Send for approval' : usual
