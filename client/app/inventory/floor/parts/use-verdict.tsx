import { CircleCheck, OctagonX } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { signal } from '../scanner/feedback.ts'
import type { Verdict } from './goods.ts'

/** What is right goes by itself; what is wrong stays until the next scan. */
const GOOD_SHOWN_MS = 2_500

export function useVerdict() {
  const [shown, setShown] = useState<{ verdict: Verdict; number: number }>()
  useEffect(() => {
    if (!shown?.verdict.isGood) return
    const timer = setTimeout(() => setShown(undefined), GOOD_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [shown])
  const say = useCallback((verdict: Verdict) => {
    signal(verdict.isGood)
    setShown((before) => ({ verdict, number: (before?.number ?? 0) + 1 }))
  }, [])
  return { shown, say }
}

/** A big word, read from where the arm ends, and read aloud. */
export function VerdictBar({ shown }: { shown: ReturnType<typeof useVerdict>['shown'] }) {
  const verdict = shown?.verdict
  const Icon = verdict?.isGood ? CircleCheck : OctagonX
  const colors = verdict?.isGood ? 'bg-positive-soft text-positive' : 'bg-negative-soft text-negative'
  return (
    <div role="status" aria-live="assertive" data-verdict={verdict && (verdict.isGood ? 'good' : 'bad')}>
      {verdict && (
        <div
          key={shown?.number}
          className={`pop-motion flex items-center gap-3 rounded-xl px-4 py-3 ${colors}`}
        >
          <Icon className="size-9 shrink-0" aria-hidden="true" />
          <p className="min-w-0">
            <span className="block text-2xl leading-tight font-bold wrap-anywhere">{verdict.word}</span>
            {verdict.detail && <span className="block text-base wrap-anywhere">{verdict.detail}</span>}
          </p>
        </div>
      )}
    </div>
  )
}
