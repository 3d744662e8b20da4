/** Days of a reservation's end, which the API takes as instants. Pure. */

/** The last second of a day where the person is. */
export const endOfDay = (date: string): string => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, day, 23, 59, 59).toISOString()
}

/** The day of an instant where the person is. */
export const dayOfInstant = (instant: string): string => {
  const at = new Date(instant)
  const part = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}`
}
