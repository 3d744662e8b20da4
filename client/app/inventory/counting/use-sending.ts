import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { Parked, Problem } from '../../../sdk/problem.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { meridian } from '../../lib/api.ts'
import { messageOf, refusalText } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import type { Edits, EditsChange } from '../grid/edits.ts'
import { type Count, type CountLine, countKey, linesKey } from './queries.ts'
import { cellOf, lineInput, problemOf, refusedLines, type Typed } from './typed.ts'

/** How long typing rests before it is sent: long enough for a second look and Ctrl+Z. */
const REST_MS = 2_500
const RETRY_MS = 5_000

/** `waiting`: it is tried again by itself; `stopped`: it is not, until somebody does something. */
type Phase = 'idle' | 'sending' | 'waiting' | 'stopped'

interface Sent {
  cell: string
  line: CountLine
  typed: Typed
}

interface Sending {
  company: string
  count: Count
  lines: readonly CountLine[]
  edits: Edits<Typed>
  dispatch: (change: EditsChange<Typed>) => void
}

/** Sends what rests, as many lines at once as the server takes, and again once it can be reached. */
export function useSending({ company, count, lines, edits, dispatch }: Sending) {
  const queryClient = useQueryClient()
  const [phase, setPhase] = useState<Phase>('idle')
  const [error, setError] = useState<string>()
  const [isTyping, setTyping] = useState(false)
  const [inFlight, setInFlight] = useState<ReadonlySet<string>>(NONE)
  const { cells } = edits
  const ready = useMemo(() => readyToSend(lines, cells), [lines, cells])
  const isOpen = count.status === 'open'
  /** The last answer left lines behind that have waited long enough. */
  const goesOn = useRef(false)
  const latest = useRef(cells)
  latest.current = cells
  /** What was typed anew meanwhile is not what the answer is about. */
  const stillSo = (sent: readonly Sent[]) =>
    sent.filter(({ cell, typed }) => latest.current[cell]?.key === typed.key)

  const refuse = (sent: readonly Sent[], reasonOf: (each: Sent) => string | undefined) => {
    const edits = stillSo(sent).flatMap((each) => {
      const refusal = reasonOf(each)
      return refusal === undefined ? [] : [{ cell: each.cell, value: { ...each.typed, refusal } }]
    })
    dispatch({ type: 'mark', edits })
    goesOn.current = true
    setPhase('idle')
  }
  const fail = (problem: unknown, sent: readonly Sent[]) => {
    if (problem instanceof Parked) {
      announceParked(company, problem.approval)
      return refuse(sent, () => 'It waits for approval, and is not counted yet.')
    }
    const isRefused = problem instanceof Problem && !problem.isTemporary && problem.status < 500
    const refused = isRefused ? refusedLines(problem.errors, sent.length) : new Map<number, string>()
    if (refused.size > 0) return refuse(sent, (each) => refused.get(sent.indexOf(each)))
    goesOn.current = false
    setError(problem instanceof Problem ? refusalText(problem) : messageOf(problem))
    setPhase(isRefused ? 'stopped' : 'waiting')
  }
  const send = async () => {
    const batch = ready.slice(0, LIMITS.countedLinesMax)
    if (batch.length === 0 || !isOpen || phase === 'sending') return
    setPhase('sending')
    setError(undefined)
    setInFlight(new Set(batch.map(({ cell }) => cell)))
    try {
      const reply = await meridian.counts.RecordCounts(company, {
        count: count.id,
        sentAt: new Date().toISOString(),
        lines: batch.map(({ line, typed }) => lineInput(line, typed)),
      })
      // An answer to an earlier question would show the lines as they were before.
      await queryClient.cancelQueries({ queryKey: linesKey(company, count.id) })
      const counted = new Map(reply.data.map((line) => [line.line, line]))
      queryClient.setQueryData<CountLine[]>(linesKey(company, count.id), (known) =>
        known?.map((line) => counted.get(line.line) ?? line),
      )
      queryClient.setQueryData(countKey(company, count.id), reply.count)
      dispatch({ type: 'forget', cells: stillSo(batch).map(({ cell }) => cell) })
      goesOn.current = ready.length > batch.length
      setPhase('idle')
    } catch (problem) {
      fail(problem, batch)
    }
    setInFlight(NONE)
    void queryClient.invalidateQueries({ queryKey: subjectKey(company, 'counts') })
  }

  const sendNow = useRef(send)
  sendNow.current = send
  const isDue = ready.length > 0 && isOpen && !isTyping && (phase === 'idle' || phase === 'waiting')
  // biome-ignore lint/correctness/useExhaustiveDependencies: It rests again after every change of what is ready.
  useEffect(() => {
    if (!isDue) return
    const run = () => void sendNow.current()
    const timer = setTimeout(run, phase === 'waiting' ? RETRY_MS : goesOn.current ? 0 : REST_MS)
    addEventListener('online', run)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', run)
    }
  }, [isDue, phase, ready])
  const resume = () => {
    goesOn.current = false
    if (phase === 'stopped') setPhase('idle')
  }
  return {
    phase,
    error,
    inFlight,
    ready: ready.length,
    send: () => void sendNow.current(),
    setTyping,
    resume,
  }
}

const NONE: ReadonlySet<string> = new Set()

function readyToSend(lines: readonly CountLine[], cells: Edits<Typed>['cells']): Sent[] {
  if (Object.keys(cells).length === 0) return []
  return lines.flatMap((line) => {
    const cell = cellOf(line)
    const typed = cells[cell]
    return typed && problemOf(typed) === undefined ? [{ cell, line, typed }] : []
  })
}
