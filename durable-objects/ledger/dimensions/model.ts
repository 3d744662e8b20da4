import type { DimensionRule, DimensionValue, Distribution } from './contract.ts'

/** What decisions and postings need to know of dimensions. */

export interface Dimension {
  code: string
  name: string
  isActive: boolean
}

export interface AccountDimension {
  dimension: string
  rule: DimensionRule
  default: string | null
}

export interface Dimensions {
  /** Nothing is defined: postings pay one comparison. */
  isEmpty: boolean
  dimensions(): readonly Dimension[]
  dimension(code: string): Dimension | undefined
  value(dimension: string, code: string): DimensionValue | undefined
  valueCount(dimension: string): number
  /** What an account says, by its id. */
  rulesOf(account: string): readonly AccountDimension[]
  distribution(code: string): Distribution | undefined
}
