import { readStored, writeStored } from '../../../lib/storage.ts'
import { createStore, useStore } from '../../../lib/store.ts'
import { WEDGE_DEFAULTS } from './wedge.ts'

/** How this device scans and answers. */
export interface ScannerSettings {
  /** Longest time between two keys of a scanner. */
  idleMs: number
  hasSound: boolean
}

const KEY = 'meridian.floor-scanner'
const DEFAULTS: ScannerSettings = { idleMs: WEDGE_DEFAULTS.idleMs, hasSound: true }
const isSaved = (value: unknown): value is Partial<ScannerSettings> =>
  typeof value === 'object' && value !== null

const store = createStore<ScannerSettings>({ ...DEFAULTS, ...readStored(KEY, isSaved) })

export const useScannerSettings = (): ScannerSettings => useStore(store)
export const scannerSettings = (): ScannerSettings => store.get()

export function setScannerSettings(change: Partial<ScannerSettings>): void {
  store.set({ ...store.get(), ...change })
  writeStored(KEY, store.get())
}
