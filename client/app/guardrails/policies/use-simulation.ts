import { useRef, useState } from 'react'
import { meridian } from '../../lib/api.ts'
import { sum } from '../../lib/decimal.ts'
import { errorsOf, type FormErrors, NO_ERRORS } from '../../lib/forms.ts'
import type { Simulation } from '../queries.ts'
import type { PolicyInput } from './policy-form.ts'

export interface SimulationResult {
  /** What was tried; another draft or period makes the result old. */
  tried: string
  events: number
  commands: number
  records: number
  matchedCommands: number
  matchedRecords: number
  amount: string
  currency: string
  matches: Simulation['matches']
  /** Position of the log that has been reached. */
  upTo: number
  isComplete: boolean
}

export interface Trial {
  policy: PolicyInput
  from?: string
  to?: string
}

/** The first matches are what people look at; the sums say the rest. */
export const MATCHES_SHOWN_MAX = 100

/** Tries a draft on the past, piece by piece until the log is through or somebody stops it. */
export function useSimulation(company: string) {
  const [result, setResult] = useState<SimulationResult>()
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS)
  const [isRunning, setRunning] = useState(false)
  const running = useRef<AbortController>(undefined)

  const run = async (trial: Trial) => {
    running.current?.abort()
    const control = new AbortController()
    running.current = control
    setErrors(NO_ERRORS)
    setResult(undefined)
    setRunning(true)
    try {
      let total: SimulationResult | undefined
      let cursor: string | undefined
      do {
        const input = { ...trial, ...(cursor && { cursor }) }
        const part = await meridian.guardrails.SimulatePolicy(company, input, { signal: control.signal })
        total = added(total, part, JSON.stringify(trial))
        cursor = part.nextCursor ?? undefined
        setResult(total)
      } while (cursor)
    } catch (error) {
      if (!control.signal.aborted) setErrors(withinPolicy(errorsOf(error)))
    } finally {
      if (running.current === control) setRunning(false)
    }
  }
  const stop = () => {
    running.current?.abort()
    setRunning(false)
  }
  return { result, errors, isRunning, run, stop }
}

export function added(
  before: SimulationResult | undefined,
  { examined, matched, matches, currency, upTo, nextCursor }: Simulation,
  tried: string,
): SimulationResult {
  return {
    tried,
    currency,
    upTo,
    events: (before?.events ?? 0) + examined.events,
    commands: (before?.commands ?? 0) + examined.commands,
    records: (before?.records ?? 0) + examined.records,
    matchedCommands: (before?.matchedCommands ?? 0) + matched.commands,
    matchedRecords: (before?.matchedRecords ?? 0) + matched.records,
    amount: before ? sum([before.amount, matched.amount]) : matched.amount,
    matches: [...(before?.matches ?? []), ...matches].slice(0, MATCHES_SHOWN_MAX),
    isComplete: nextCursor === null,
  }
}

/** The policy lies inside the request; the form knows it by itself. */
function withinPolicy({ fields, general }: FormErrors): FormErrors {
  const inside = [...fields].map(([pointer, text]): [string, string] => [
    pointer.replace(/^\/policy(?=\/)/, ''),
    text,
  ])
  return { fields: new Map(inside), general }
}
