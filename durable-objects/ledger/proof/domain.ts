import type { NewEvent } from '../../kernel/log.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { RootDelivered, RootPublished, RootSealed } from './contract.ts'

/** What the part itself records. It changes nothing in the books, so it is no reason to seal or to audit again. */
export const HOUSEKEEPING = ['root-sealed', 'root-published', 'root-delivered', 'audit-run'] as const

/** A root that can be sealed: computed from the log. */
export interface Root {
  root: string
  size: number
  headHash: string
}

/** A root that was sealed, with what the log says of it. */
export interface SealedRoot extends RootSealed {
  sealedAt: string
}

/** Where nothing but housekeeping follows the last root, that root says all. */
export function decideSeal(root: Root, isNews: boolean): NewEvent[] {
  return isNews ? [sealed(root)] : []
}

/** At the end of a month, the root over what was recorded up to then. */
export const decideSealMonth = (root: Root | undefined, through: string): NewEvent[] =>
  root ? [sealed(root, through)] : []

const sealed = (root: Root, through?: string): NewEvent => {
  const data: RootSealed = { ...root, ...(through !== undefined && { through }) }
  return { type: 'root-sealed', version: 1, data }
}

export function decidePublish(
  root: SealedRoot | undefined,
  input: { size: number; archive?: boolean | undefined; to?: readonly string[] | undefined },
): NewEvent[] | Refusal<'root_not_sealed' | 'nowhere_to_publish'> {
  const { size, archive = true, to = [] } = input
  if (!root)
    return refuse('root_not_sealed', `No root over ${size} events was sealed. Seal one with POST …/roots.`, [
      { pointer: '/size', code: 'root_not_sealed', detail: 'Is not the size of a sealed root.' },
    ])
  if (!archive && to.length === 0)
    return refuse('nowhere_to_publish', 'Name addresses in `to`, or leave the archive in.', [
      { pointer: '/to', code: 'nowhere_to_publish', detail: 'Is empty, and the archive is left out.' },
    ])
  const data: RootPublished = { ...root, archive, to: [...new Set(to.map((each) => each.toLowerCase()))] }
  return [{ type: 'root-published', version: 1, data }]
}

/** A consumer may deliver twice; what came of it is recorded once. */
export const decideSettle = (isOpen: boolean, data: RootDelivered): NewEvent[] =>
  isOpen ? [{ type: 'root-delivered', version: 1, data }] : []

/** The calendar month (UTC) of an instant, as YYYY-MM. */
export const monthOfInstant = (micros: number): string => new Date(micros / 1_000).toISOString().slice(0, 7)

/** The first instant after a month, in microseconds. */
export function endOfMonth(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return Date.UTC(year, number, 1) * 1_000
}

/** The first night hour after an instant. Companies are spread over it, so that they do not all wake at once. */
export function nightAfter(micros: number, spread: number): number {
  const start = NIGHT_STARTS_HOUR * HOUR + Math.floor(spread * NIGHT_HOURS * HOUR)
  const today = Math.floor(micros / DAY) * DAY + start
  return today > micros ? today : today + DAY
}

const HOUR = 3_600_000_000
const DAY = 24 * HOUR
const NIGHT_STARTS_HOUR = 1
const NIGHT_HOURS = 4
