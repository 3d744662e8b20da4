import { chmodSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { temporaryFolder } from './systems.ts'

/** V8's own heap figures of the runtime's isolates, in bytes, read through the runtime's inspector. */
export interface HeapSample {
  usedBytes: number
  /** Array buffers and other memory outside the heap that belongs to it; 0 where the runtime does not tell. */
  backingBytes: number
}

export interface Inspector {
  sample(): Promise<HeapSample>
  collectGarbage(): Promise<void>
  close(): void
}

/**
 * Environment under which the server's runtime opens its inspector on `port`. Miniflare takes the runtime's path
 * from MINIFLARE_WORKERD_PATH, so the product needs no switch of its own for this.
 */
export function inspectorEnvironment(port: number): Record<string, string> {
  const runtime = (
    createRequire(createRequire(import.meta.url).resolve('miniflare'))('workerd') as { default: string }
  ).default
  const wrapper = join(temporaryFolder('runtime'), 'workerd')
  const script = `#!/bin/sh\nshift\nexec "${runtime}" serve --inspector-addr=127.0.0.1:${port} "$@"\n`
  writeFileSync(wrapper, script)
  chmodSync(wrapper, 0o755)
  return { MINIFLARE_WORKERD_PATH: wrapper }
}

/** Names of the isolates that can be inspected, with their addresses. */
export async function listIsolates(port: number): Promise<{ id: string; url: string }[]> {
  const response = await fetch(`http://127.0.0.1:${port}/json`)
  const targets = (await response.json()) as { id: string; webSocketDebuggerUrl: string }[]
  return targets.map((target) => ({ id: target.id, url: target.webSocketDebuggerUrl }))
}

export async function openInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error(`no inspector at ${url}`)))
  })
  const waiting = new Map<number, (result: unknown) => void>()
  let calls = 0
  socket.addEventListener('message', (event) => {
    const message = JSON.parse(String(event.data)) as { id?: number; result?: unknown }
    if (message.id === undefined) return
    waiting.get(message.id)?.(message.result)
    waiting.delete(message.id)
  })
  const call = (method: string): Promise<unknown> =>
    new Promise((resolve) => {
      calls += 1
      waiting.set(calls, resolve)
      socket.send(JSON.stringify({ id: calls, method }))
    })
  return {
    async sample() {
      const usage = (await call('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number }
      return { usedBytes: usage.usedSize, backingBytes: usage.backingStorageSize ?? 0 }
    },
    async collectGarbage() {
      await call('HeapProfiler.collectGarbage')
    },
    close: () => socket.close(),
  }
}
