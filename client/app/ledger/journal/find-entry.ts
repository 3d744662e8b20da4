import { GENERAL_JOURNAL } from '../../../../durable-objects/ledger/contract.ts'
import type { Journal } from '../queries.ts'

/**
 * Finds an entry by its number. Numbers of a journal rise with the log, so guessing by proportion needs only a few short
 * reads of the log, and no index that every posting would pay for.
 */
export interface NumberedEvent {
  sequence: number
  /** What the event posted; undefined for events of another kind. */
  entry: { journal: string; series?: string | undefined; number: number; id: string } | undefined
}

/** Reads some events after a sequence, in order. */
export type ReadEvents = (after: number) => Promise<readonly NumberedEvent[]>

export interface SearchSpace {
  journal: string
  /** Empty: the one series of a journal without a pattern. */
  series: string
  /** The last number given in the series: numbers have no gaps, so all up to it exist. */
  lastNumber: number
  headSequence: number
}

/** What a person means by `17`, `GJ 17`, `bank-4` or `BANK-2026-0017`: a number in a series, the latest where none is named. */
export function wantedEntry(
  text: string,
  journals: readonly Journal[],
): (Omit<SearchSpace, 'headSequence'> & { number: number; voucher: string }) | undefined {
  const typed = text.trim().toUpperCase()
  for (const { code, series } of journals)
    for (const { series: key, lastNumber } of series) {
      const [before, after] = key.toUpperCase().split('#')
      if (after === undefined || before === '' || !typed.startsWith(before ?? '') || !typed.endsWith(after))
        continue
      const digits = typed.slice(before?.length, typed.length - after.length)
      if (/^\d{1,9}$/.test(digits))
        return { journal: code, series: key, lastNumber, number: Number(digits), voucher: typed }
    }
  const [, letters = '', digits] = /^([A-Z][A-Z0-9]*?)?[\s-]*#?(\d{1,9})$/.exec(typed) ?? []
  if (!digits) return undefined
  const journal = letters || GENERAL_JOURNAL
  const { series = '', lastNumber = 0 } = journals.find(({ code }) => code === journal)?.series.at(-1) ?? {}
  const voucher = series === '' ? `${journal} ${Number(digits)}` : series.replace('#', digits)
  return { journal, series, lastNumber, number: Number(digits), voucher }
}

/** Proportion finds it in two or three reads; a rare journal in a busy log may take more than is worth waiting for. */
const READS_MAX = 24

/** The entry's id, or undefined when there is no such number or it takes too many reads. */
export async function findEntryByNumber(
  read: ReadEvents,
  { journal, series, lastNumber, headSequence }: SearchSpace,
  number: number,
): Promise<string | undefined> {
  if (number < 1 || number > lastNumber) return undefined
  // The entry lies strictly between these two.
  let low = { sequence: 0, number: 0 }
  let high = { sequence: headSequence + 1, number: lastNumber + 1 }
  let after: number | undefined
  let silentFrom: number | undefined
  for (let reads = 0; reads < READS_MAX && high.sequence - low.sequence > 1; reads++) {
    const from: number = after ?? guess(low, high, number)
    const events = (await read(from)).filter(({ sequence }) => sequence < high.sequence)
    const numbered = events.flatMap(({ sequence, entry }) =>
      entry?.journal === journal && (entry.series ?? '') === series
        ? [{ sequence, number: entry.number, id: entry.id }]
        : [],
    )
    const found = numbered.find((entry) => entry.number === number)
    if (found) return found.id
    const [first, last, end] = [numbered[0], numbered.at(-1), events.at(-1)]
    after = undefined
    if (last && last.number < number) low = last
    else if (first) high = { ...first, sequence: silentFrom === undefined ? first.sequence : silentFrom + 1 }
    // A stretch without entries of the journal does not say on which side to look: read on to its end.
    else if (end) after = end.sequence
    else high = { ...high, sequence: (silentFrom ?? from) + 1 }
    silentFrom = after === undefined ? undefined : (silentFrom ?? from)
  }
  return undefined
}

/** A little before the proportional position, so that the read covers both sides of it. */
function guess(low: { sequence: number; number: number }, high: typeof low, number: number): number {
  const share = (number - low.number) / (high.number - low.number)
  const position = low.sequence + Math.floor((high.sequence - low.sequence) * share)
  return Math.max(low.sequence, Math.min(position - GUESS_MARGIN, high.sequence - 2))
}

const GUESS_MARGIN = 25
