import { useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { useScannerSettings } from './settings.ts'
import { WEDGE_DEFAULTS, Wedge } from './wedge.ts'

interface WedgeHandlers {
  onScan: (text: string) => void
  /** A person's keys outside any field: digits for the keypad, `Backspace`, and `Enter` where no button has the focus. */
  onKey?: ((key: string) => void) | undefined
}

/** Hears a scanner anywhere on the page. Keys of fields and of open dialogs belong to those. */
export function useWedge(handlers: WedgeHandlers): void {
  const latest = useRef(handlers)
  latest.current = handlers
  const { idleMs } = useScannerSettings()
  useEffect(() => {
    const wedge = new Wedge({ ...WEDGE_DEFAULTS, idleMs })
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (typed: string | undefined) => {
      // Several keys may be told at once, and each acts on what the one before has left.
      for (const char of typed ?? '') flushSync(() => latest.current.onKey?.(char))
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey) return
      const { key, timeStamp: atMs, target } = event
      const isInField = isField(target) || document.querySelector('dialog:modal') !== null
      const { scan, typed, isTaken } = wedge.press({
        key,
        atMs,
        isInField,
        hasControl: event.ctrlKey || event.metaKey,
      })
      tell(typed)
      if (isTaken) {
        event.preventDefault()
        event.stopPropagation()
      }
      clearTimeout(timer)
      timer = setTimeout(() => tell(wedge.flush(performance.now() + idleMs)), idleMs + 5)
      if (scan !== undefined) latest.current.onScan(scan)
      else if (!isInField && !isTaken && (key === 'Backspace' || (key === 'Enter' && !isControl(target))))
        latest.current.onKey?.(key)
    }
    // Before anything else on the page: the Enter of a scan must not press a button.
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      clearTimeout(timer)
      removeEventListener('keydown', onKeyDown, { capture: true })
    }
  }, [idleMs])
}

const NO_TEXT = ['button', 'checkbox', 'radio', 'range', 'submit', 'reset']

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NO_TEXT.includes(target.type)
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  )
}

const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary, input') !== null
