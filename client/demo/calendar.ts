/** Days and chance of the demo: the same every time but for the day on which it is loaded. */

export const isoDate = (date: Date): string => date.toISOString().slice(0, 10)

/** A day of a month; without one, of the first month there is. */
export function dateIn(month: Date | undefined, day: number): string {
  const first = month ?? new Date(0)
  return isoDate(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), day)))
}

export const daysAfter = (date: string, days: number): string =>
  isoDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000))

/** The first days of the month of today and of the twelve before it. */
export const demoMonths = (today: Date): Date[] =>
  Array.from(
    { length: 13 },
    (_, index) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 12 + index, 1)),
  )

/** More coffee is drunk in winter. */
export const seasonOf = (month: Date): number =>
  1 + 0.18 * Math.cos(((month.getUTCMonth() - 11) / 12) * 2 * Math.PI)

/** A small linear congruential generator (Numerical Recipes), so that the demo is the same for everyone. */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
