import { useLayoutEffect, useRef } from 'react'
import { preferences } from './preferences.ts'
import { createStore, type Store, useStore } from './store.ts'

/**
 * Keyboard shortcuts. A component registers what it offers with {@link useShortcut} while it is on the page; the help
 * overlay lists what is registered, so it cannot go out of date.
 */
export interface Shortcut {
  /** `n`, `g j` and `g k i` (one after the other), `mod+k` (⌘ or Ctrl), `mod+enter`. */
  keys: string
  label: string
  group: string
}

interface Registered extends Shortcut {
  run: (() => void) | undefined
}

const registered: Store<readonly Registered[]> = createStore<readonly Registered[]>([])

export const useShortcutList = (): readonly Shortcut[] => useStore(registered)

/**
 * Without `run` the shortcut is only listed: the component handles its keys itself. It is there from the moment that its
 * component is shown: a key that comes right after must not be lost.
 */
export function useShortcut(
  keys: string,
  label: string,
  group: string,
  run?: () => void,
  isEnabled = true,
): void {
  const latest = useRef(run)
  latest.current = run
  const handles = run !== undefined
  useLayoutEffect(() => {
    if (!isEnabled) return
    const shortcut: Registered = { keys, label, group, run: handles ? () => latest.current?.() : undefined }
    registered.set([...registered.get(), shortcut])
    return () => registered.set(registered.get().filter((other) => other !== shortcut))
  }, [keys, label, group, handles, isEnabled])
}

/** How long the next key of a sequence may take. */
const SEQUENCE_MS = 1_200

/** The one listener of the page; the shell installs it. */
export function listenForShortcuts(): () => void {
  let before: { keys: string; at: number } | undefined
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const key = keyName(event)
    const isSingle = !key.includes('+')
    if (isSingle && (!preferences().singleKeys || isTyping(event.target) || isModalOpen())) return
    const keys = before && event.timeStamp - before.at < SEQUENCE_MS ? `${before.keys} ${key}` : key
    const goesOn = isSingle && isBegun(keys)
    // Of a sequence that goes on, the last key means nothing by itself.
    const match = handlerOf(keys) ?? (goesOn ? undefined : handlerOf(key))
    before = isSingle && !match ? { keys: goesOn ? keys : key, at: event.timeStamp } : undefined
    if (!match) return
    event.preventDefault()
    match()
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

/** The one registered last is the innermost: what a page offers comes before what the shell does. */
const handlerOf = (keys: string) =>
  registered.get().findLast((shortcut) => shortcut.run && shortcut.keys === keys)?.run

const isBegun = (keys: string) => registered.get().some((shortcut) => shortcut.keys.startsWith(`${keys} `))

function keyName(event: KeyboardEvent): string {
  const key = event.key.toLowerCase()
  const modifiers = [
    (event.ctrlKey || event.metaKey) && 'mod',
    event.altKey && 'alt',
    // A shifted character is its own name: `?`.
    event.shiftKey && key.length > 1 && 'shift',
  ].filter(Boolean)
  return [...modifiers, key].join('+')
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role="menu"], [role="listbox"]')) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  )
}

const isModalOpen = (): boolean => document.querySelector('dialog:modal') !== null

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

const SYMBOLS: Record<string, string> = isApple
  ? { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵', escape: 'Esc', arrowleft: '←', arrowright: '→' }
  : {
      mod: 'Ctrl',
      shift: 'Shift',
      alt: 'Alt',
      enter: 'Enter',
      escape: 'Esc',
      arrowleft: '←',
      arrowright: '→',
    }

/** `mod+k` as the keys of this computer's keyboard, one text for each key; sequences keep their order. */
export const keyCaps = (keys: string): string[] =>
  keys
    .split(' ')
    .flatMap((chord) => chord.split('+'))
    .map(
      (key) => SYMBOLS[key] ?? (key.length === 1 ? key.toUpperCase() : key[0]?.toUpperCase() + key.slice(1)),
    )
