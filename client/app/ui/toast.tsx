import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { createStore, useStore } from '../lib/store.ts'
import { IconButton } from './button.tsx'

interface Toast {
  id: number
  text: ReactNode
  tone: 'done' | 'failed'
}

const toasts = createStore<readonly Toast[]>([])
let lastId = 0

/** How long a message stays; a failure stays until it is closed. */
const SHOWN_MS = 6_000

export function toast(text: ReactNode, tone: Toast['tone'] = 'done'): void {
  lastId += 1
  toasts.set([...toasts.get().slice(-2), { id: lastId, text, tone }])
}

const close = (id: number) => toasts.set(toasts.get().filter((other) => other.id !== id))

/** Where messages appear, announced politely. It is on the page from the start: live regions that arrive late are not read. */
export function ToastRegion() {
  const shown = useStore(toasts)
  return (
    <section aria-label="Messages" className="pointer-events-none fixed inset-x-4 top-3 z-50 print:hidden">
      <ol aria-live="polite" className="flex flex-col items-center gap-2">
        {shown.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ol>
    </section>
  )
}

function Item({ item }: { item: Toast }) {
  useEffect(() => {
    if (item.tone === 'failed') return
    const timer = setTimeout(() => close(item.id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [item])
  const Icon = item.tone === 'done' ? CircleCheck : CircleAlert
  return (
    <li className="pop-motion pointer-events-auto flex w-full max-w-sm items-center gap-2.5 rounded-lg border border-line bg-surface py-2 pr-2 pl-3.5 shadow-high sm:w-auto sm:min-w-72">
      <Icon
        className={`size-4 shrink-0 ${item.tone === 'done' ? 'text-positive' : 'text-negative'}`}
        aria-hidden="true"
      />
      <div className="flex-1">{item.text}</div>
      <IconButton label="Close message" onClick={() => close(item.id)}>
        <X className="size-4" aria-hidden="true" />
      </IconButton>
    </li>
  )
}
