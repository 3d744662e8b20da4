import { useEffect, useState } from 'react'
import { useLiveState } from '../lib/use-live.ts'

const CUE_MS = 4_000

/** Whether the page follows the books, as a word; after news it says so for a moment. */
export function Connection() {
  const { status, updatedAt } = useLiveState()
  const [isCueShown, setCueShown] = useState(false)
  useEffect(() => {
    if (updatedAt === undefined) return
    setCueShown(true)
    const timer = setTimeout(() => setCueShown(false), CUE_MS)
    return () => clearTimeout(timer)
  }, [updatedAt])
  const { word, dot } = LOOKS[isCueShown && status === 'live' ? 'updated' : status]
  return (
    <p role="status" className="flex items-center gap-2 px-2.5 text-xs text-muted" data-live={status}>
      <span aria-hidden="true" className={`size-2 rounded-full ${dot}`} />
      {word}
    </p>
  )
}

const LOOKS = {
  live: { word: 'Live', dot: 'bg-positive' },
  updated: { word: 'Updated just now', dot: 'bg-accent motion-safe:animate-pulse' },
  connecting: { word: 'Connecting…', dot: 'bg-line-strong' },
  interrupted: { word: 'Not live: connecting again…', dot: 'bg-warning' },
} as const
