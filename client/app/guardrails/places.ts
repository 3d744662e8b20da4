import { labelOfPath } from './policies/fields.ts'

/** A JSON pointer for people, who count from one: `/lines/0/debit` reads "Lines › 1 › debit". */
export const placeOf = (pointer: string): string =>
  labelOfPath(
    pointer
      .slice(1)
      .split('/')
      .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part))
      .join('.'),
  )
