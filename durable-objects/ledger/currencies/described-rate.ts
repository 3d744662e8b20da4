import { formatDate } from '../../kernel/dates.ts'
import type { FoundRate, Way } from './finding.ts'

/** How a posted line tells its rate: `0.9215 ecb 2026-03-31`, with the way where it was derived. */
export function describeRate({ rate, source, date, way, via }: FoundRate): string {
  if (way === 'same') return rate
  const derived = way === 'direct' ? '' : way === 'inverse' ? ' inverse' : ` via ${via.join(', ')}`
  return `${rate} ${source} ${formatDate(date)}${derived}`
}

export interface DescribedRate {
  rate: string
  source: string
  date: string
  way: Way
  via: string[]
}

/** The parts of a rate that was described so. */
export function describedRate(text: string): DescribedRate {
  const [rate = '', source = '', date = '', derived, ...via] = text.split(/,? /)
  const way = source === '' ? 'same' : derived === 'via' ? 'cross' : (derived ?? 'direct')
  return { rate, source, date, way: way as Way, via }
}
