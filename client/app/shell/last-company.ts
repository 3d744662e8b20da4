import { readStored, writeStored } from '../lib/storage.ts'

const KEY = 'meridian.last-company'
const isText = (value: unknown): value is string => typeof value === 'string'

/** The company that was open last in this browser: where signing in leads. */
export const lastCompany = {
  get: (): string | undefined => readStored(KEY, isText),
  set: (slug: string): void => writeStored(KEY, slug),
}
