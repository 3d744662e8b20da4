import { useEffect } from 'react'
import { createStore, useStore } from '../../../lib/store.ts'

/** Whether the server can be reached, as far as the browser and the last request know. */
const online = createStore(navigator.onLine)

export const useOnline = (): boolean => useStore(online)
export function setOnline(isReached: boolean): void {
  if (online.get() !== isReached) online.set(isReached)
}

export function useConnectionEvents(): void {
  useEffect(() => {
    const follow = () => setOnline(navigator.onLine)
    follow()
    addEventListener('online', follow)
    addEventListener('offline', follow)
    return () => {
      removeEventListener('online', follow)
      removeEventListener('offline', follow)
    }
  }, [])
}
