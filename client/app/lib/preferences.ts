import { readStored, writeStored } from './storage.ts'
import { createStore, useStore } from './store.ts'

/** What a person sets for this browser. `public/theme.js` applies the same record before the first paint. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark'
  density: 'comfortable' | 'compact'
  /** Shortcuts of a single character can be turned off: they get in the way of speech input (WCAG 2.1.4). */
  singleKeys: boolean
}

const KEY = 'meridian.preferences'
const DEFAULTS: Preferences = { theme: 'system', density: 'comfortable', singleKeys: true }

const isSaved = (value: unknown): value is Partial<Preferences> => typeof value === 'object' && value !== null

const store = createStore<Preferences>({ ...DEFAULTS, ...readStored(KEY, isSaved) })
const systemDark = matchMedia('(prefers-color-scheme: dark)')

export const usePreferences = (): Preferences => useStore(store)
export const preferences = (): Preferences => store.get()

export function setPreferences(change: Partial<Preferences>): void {
  store.set({ ...store.get(), ...change })
  writeStored(KEY, store.get())
  apply()
}

function apply(): void {
  const { theme, density } = store.get()
  const isDark = theme === 'dark' || (theme === 'system' && systemDark.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.documentElement.dataset.density = density
}

/** Follows the system's theme while the app is open. */
export function watchPreferences(): void {
  systemDark.addEventListener('change', apply)
  apply()
}
