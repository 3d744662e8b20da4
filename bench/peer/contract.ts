import { createHash, randomFillSync } from 'node:crypto'
import { monotonicFactory } from 'ulid'
import { z } from 'zod'

const AMOUNT = /^(\d{1,13})(?:\.(\d{1,2}))?$/
const LINES_MAX = 1000

const amount = z.string().regex(AMOUNT)
const line = z.strictObject({
  account: z.string().min(1).max(20),
  debit: amount.optional(),
  credit: amount.optional(),
})

export const journalEntry = z.strictObject({
  effectiveDate: z.iso.date(),
  description: z.string().max(200),
  journal: z.string().min(1).max(20).default('general'),
  lines: z.array(line).min(2).max(LINES_MAX),
})

export const newCompany = z.object({ name: z.string().min(1), slug: z.string().min(1) })
export const newAccount = z.object({ code: z.string().min(1).max(20), name: z.string(), type: z.string() })

/** `ulid()` asks the system for random bytes one at a time, which was half of a bulk request's processor time. */
const randomPool = new Uint8Array(4096)
let randomUsed = randomPool.length
const ulid = monotonicFactory(pooledRandom)

type JournalEntry = z.infer<typeof journalEntry>

/** A checked entry in the shape the database function takes. Amounts are minor units (cents). */
export interface Posting {
  id: string
  journal: string
  date: string
  description: string
  accounts: string[]
  debits: number[]
  credits: number[]
  /** What the hash chain covers: every field of the event. */
  payload: string
  /** The reply without its closing brace; the database adds the sequence and the number. */
  reply: string
}

/** Returns undefined for an entry that does not balance or has a line without exactly one positive side. */
export function toPosting(entry: JournalEntry): Posting | undefined {
  const accounts: string[] = []
  const debits: number[] = []
  const credits: number[] = []
  let balance = 0
  for (const { account, debit, credit } of entry.lines) {
    if ((debit === undefined) === (credit === undefined)) return undefined
    const debitMinor = toMinor(debit)
    const creditMinor = toMinor(credit)
    if (debitMinor + creditMinor === 0) return undefined
    accounts.push(account)
    debits.push(debitMinor)
    credits.push(creditMinor)
    balance += debitMinor - creditMinor
  }
  if (balance !== 0 || !Number.isSafeInteger(sum(debits))) return undefined
  const id = `je_${ulid()}`
  const payload = JSON.stringify({ id, ...entry })
  const { journal, effectiveDate: date, description } = entry
  return { id, journal, date, description, accounts, debits, credits, payload, reply: payload.slice(0, -1) }
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function toMinor(decimal: string | undefined): number {
  const parts = decimal === undefined ? null : AMOUNT.exec(decimal)
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : 0
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, value) => total + value, 0)
}

function pooledRandom(): number {
  if (randomUsed === randomPool.length) {
    randomFillSync(randomPool)
    randomUsed = 0
  }
  const byte = randomPool[randomUsed] ?? 0
  randomUsed += 1
  return byte / 256
}
