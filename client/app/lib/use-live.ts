import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { companyKey, STALE_AFTER, type Subject, subjectKey } from './keys.ts'
import { isNews, type LiveSocket, openLive } from './live.ts'
import { createStore, useStore } from './store.ts'

export interface LiveState {
  status: 'connecting' | 'live' | 'interrupted'
  /** How far the server's log is, as far as heard. */
  sequence: number | undefined
  /** When news last arrived after the page was loaded. */
  updatedAt: number | undefined
}

const START: LiveState = { status: 'connecting', sequence: undefined, updatedAt: undefined }
const state = createStore<LiveState>(START)

export const useLiveState = (): LiveState => useStore(state)

/** An import may commit a hundred times a second; the page asks again at most this often. */
const GATHER_MS = 250

/** Keeps the shown company's data fresh while the page is open. Mounted once, by the company's layout. */
export function useLive(company: string): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    state.set(START)
    const gather = gatherer(queryClient, company)
    const live = openLive({
      connect: () => socketOf(company),
      onConnected: (isConnected) =>
        state.set({ ...state.get(), status: isConnected ? 'live' : 'interrupted' }),
      onMessage: (message) => {
        const heard = state.get().sequence
        state.set({ ...state.get(), sequence: message.sequence })
        // Nothing was read before the page was loaded, which is when this clock began.
        if (isNews(message, heard, performance.now())) gather.add(message.events)
      },
    })
    addEventListener('online', live.retryNow)
    document.addEventListener('visibilitychange', live.retryNow)
    return () => {
      removeEventListener('online', live.retryNow)
      document.removeEventListener('visibilitychange', live.retryNow)
      gather.stop()
      live.close()
    }
  }, [company, queryClient])
}

function socketOf(company: string): LiveSocket {
  const url = new URL(`/v1/companies/${encodeURIComponent(company)}/live`, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url)
  return socket as unknown as LiveSocket
}

function gatherer(queryClient: QueryClient, company: string) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let types: Set<string> | 'any' = new Set()
  const flush = () => {
    refresh(queryClient, company, types)
    types = new Set()
    timer = undefined
    state.set({ ...state.get(), updatedAt: Date.now() })
  }
  return {
    add(events: readonly string[] | undefined) {
      if (!events) types = 'any'
      else if (types !== 'any') for (const type of events) types.add(type)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function refresh(queryClient: QueryClient, company: string, types: ReadonlySet<string> | 'any'): void {
  const subjects = types === 'any' ? undefined : subjectsOf(types)
  if (!subjects) void queryClient.invalidateQueries({ queryKey: companyKey(company) })
  else
    for (const subject of subjects)
      void queryClient.invalidateQueries({ queryKey: subjectKey(company, subject) })
}

function subjectsOf(types: ReadonlySet<string>): ReadonlySet<Subject> | undefined {
  const subjects = new Set<Subject>(['events', 'head'])
  for (const type of types) {
    const stale = STALE_AFTER[type]
    if (!stale) return undefined
    for (const subject of stale) subjects.add(subject)
  }
  return subjects
}
