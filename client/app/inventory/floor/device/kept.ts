import { Unreachable } from '../../../../sdk/problem.ts'
import type { Owner } from '../outbox/entry.ts'
import { setOnline } from './connection.ts'
import { floorDatabase, scopeOf } from './database.ts'

/** What the server said, with the time at which it did. */
export interface Kept<Data> {
  data: Data
  at: string
  /** False: it comes from the device, because the server was not reached. */
  isFresh: boolean
}

/** Asks the server and keeps what it says; without an answer within that time, what it said last. */
export async function freshOrKept<Data>(
  owner: Owner,
  company: string,
  name: string,
  load: (signal: AbortSignal) => Promise<Data>,
  signal: AbortSignal,
  withinMs: number,
): Promise<Kept<Data>> {
  const key = `${scopeOf(owner, company)}/${name}`
  if (navigator.onLine) {
    try {
      const data = await load(AbortSignal.any([signal, AbortSignal.timeout(withinMs)]))
      setOnline(true)
      const at = new Date().toISOString()
      await (await floorDatabase()).put('kept', { key, at, data })
      return { data, at, isFresh: true }
    } catch (error) {
      if (signal.aborted || !isUnanswered(error)) throw error
      setOnline(false)
    }
  }
  const kept = await keptCopy<Data>(owner, company, name)
  if (!kept) throw new Unreachable('This device has not kept it yet. Open this page once with a connection.')
  return kept
}

/** What the device has, before the server is asked: nobody waits for a connection that is there in name only. */
export async function keptCopy<Data>(
  owner: Owner,
  company: string,
  name: string,
): Promise<Kept<Data> | undefined> {
  const kept = await (await floorDatabase()).get('kept', `${scopeOf(owner, company)}/${name}`)
  return kept && { data: kept.data as Data, at: kept.at, isFresh: false }
}

const isUnanswered = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name))

/** Work that is not finished yet: it survives a reload. */
export async function keepWork(owner: Owner, company: string, name: string, data: unknown): Promise<void> {
  const key = `${scopeOf(owner, company)}/work/${name}`
  const database = await floorDatabase()
  if (data === undefined) await database.delete('kept', key)
  else await database.put('kept', { key, at: new Date().toISOString(), data })
}

export async function keptWork<Data>(owner: Owner, company: string, name: string): Promise<Data | undefined> {
  const kept = await (await floorDatabase()).get('kept', `${scopeOf(owner, company)}/work/${name}`)
  return kept?.data as Data | undefined
}
