import { describe, expect, it } from 'vitest'
import { isNews, type LiveMessage, type LiveSocket, openLive } from './live.ts'

function world() {
  const sockets: (LiveSocket & { sent: string[]; isOpen: boolean })[] = []
  const messages: LiveMessage[] = []
  const states: boolean[] = []
  let timer: { run: () => void; delayMs: number } | undefined
  const live = openLive({
    connect: () => {
      const socket = {
        sent: [] as string[],
        isOpen: true,
        send: (text: string) => void socket.sent.push(text),
        close: () => {
          socket.isOpen = false
          socket.onclose?.()
        },
        onopen: null as LiveSocket['onopen'],
        onmessage: null as LiveSocket['onmessage'],
        onclose: null as LiveSocket['onclose'],
      }
      sockets.push(socket)
      return socket
    },
    onMessage: (message) => messages.push(message),
    onConnected: (isConnected) => states.push(isConnected),
    setTimer: (run, delayMs) => {
      timer = { run, delayMs }
      return timer
    },
    clearTimer: () => {
      timer = undefined
    },
  })
  const last = () => sockets.at(-1) as (typeof sockets)[number]
  const elapse = () => {
    const due = timer
    timer = undefined
    due?.run()
    return due?.delayMs ?? 0
  }
  return { live, sockets, messages, states, last, elapse, pending: () => timer }
}

describe('the live channel', () => {
  it('passes on what the server says and ignores what it does not understand', () => {
    const { last, messages } = world()
    last().onopen?.()
    for (const data of [
      '{"type":"hello","sequence":7,"quietMs":1500}',
      '{"type":"log","sequence":8,"events":["journal-entry-posted"]}',
      'not json',
      '{"type":"other"}',
    ])
      last().onmessage?.({ data })
    expect(messages).toEqual([
      { sequence: 7, events: undefined, quietMs: 1500 },
      { sequence: 8, events: ['journal-entry-posted'] },
    ])
  })

  it('pings every half minute and gives up a connection that does not answer', () => {
    const { last, elapse, sockets, states } = world()
    last().onopen?.()
    expect(elapse()).toBe(30_000)
    expect(last().sent).toEqual(['ping'])
    last().onmessage?.({ data: 'pong' })
    expect(elapse()).toBe(30_000)
    elapse()
    expect(states).toEqual([true, false])
    elapse()
    expect(sockets).toHaveLength(2)
  })

  it('waits longer after each failure, up to half a minute, and starts again once connected', () => {
    const { last, elapse } = world()
    const waits: number[] = []
    for (let attempt = 0; attempt < 10; attempt++) {
      last().onclose?.()
      waits.push(elapse())
    }
    expect(waits[0]).toBeLessThanOrEqual(500)
    expect(waits[9]).toBeGreaterThan(10_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000)
    last().onopen?.()
    last().onclose?.()
    expect(elapse()).toBeLessThanOrEqual(500)
  })

  it('stays closed once closed', () => {
    const { live, last, pending } = world()
    last().onopen?.()
    live.close()
    expect(last().isOpen).toBe(false)
    expect(pending()).toBeUndefined()
  })
})

describe('news', () => {
  const greeting = (sequence: number, quietMs?: number): LiveMessage => ({
    sequence,
    events: undefined,
    ...(quietMs !== undefined && { quietMs }),
  })

  it('is what the server says of a commit', () => {
    expect(isNews({ sequence: 8, events: [] }, 7, 0)).toBe(true)
  })

  it('is a log that moved between reading and the first greeting', () => {
    expect(isNews(greeting(7, 300), undefined, 2_000)).toBe(true)
    expect(isNews(greeting(7, 60_000), undefined, 2_000)).toBe(false)
    // A server that does not say it leaves it open.
    expect(isNews(greeting(7), undefined, 2_000)).toBe(true)
  })

  it('is a log that moved while the channel was interrupted', () => {
    expect(isNews(greeting(8, 60_000), 7, 2_000)).toBe(true)
    expect(isNews(greeting(7, 10), 7, 2_000)).toBe(false)
  })
})
