/** What a beancount file says, before it is booked. */
import type { Decimal } from '../decimal.ts'
import type { RowIssue } from '../model.ts'

export type BeanAmount = { number: Decimal; currency: string; decimals: number }

/** `{number currency, date, "label"}`: what is left out is found among the lots. */
export type CostSpec = {
  isTotal: boolean
  number: Decimal | null
  /** The part after `#`: a total beside the number for each. */
  extra: Decimal | null
  currency: string | null
  date: string | null
  label: string | null
  text: string
}

export type BeanPosting = {
  line: number
  account: string
  flag: string | null
  units: BeanAmount | null
  cost: CostSpec | null
  price: { isTotal: boolean; amount: BeanAmount } | null
  meta: Map<string, string>
}

export type Booking = 'STRICT' | 'FIFO' | 'LIFO' | 'NONE'

type Base = { line: number; date: string }
export type BeanTransaction = Base & {
  kind: 'transaction'
  flag: string
  payee: string | null
  narration: string
  tags: string[]
  links: string[]
  meta: Map<string, string>
  postings: BeanPosting[]
  refused: boolean
}
export type BeanDirective =
  | BeanTransaction
  | (Base & {
      kind: 'open'
      account: string
      currencies: string[]
      booking: Booking | null
      meta: Map<string, string>
    })
  | (Base & { kind: 'close'; account: string })
  | (Base & { kind: 'balance'; account: string; amount: BeanAmount; tolerance: Decimal | null })
  | (Base & { kind: 'pad'; account: string; source: string })
  | (Base & { kind: 'price'; currency: string; amount: BeanAmount })
  | (Base & { kind: 'commodity'; currency: string; meta: Map<string, string> })

export type BeanOptions = {
  /** The words that account names begin with. */
  roots: Record<'assets' | 'liabilities' | 'equity' | 'income' | 'expenses', string>
  toleranceDefaults: Map<string, Decimal>
  toleranceMultiplier: Decimal
  booking: Booking
}

export type BeanFile = {
  directives: BeanDirective[]
  options: BeanOptions
  /** Understood, and without effect on what is booked. */
  noted: { line: number; name: string; argument: string }[]
  errors: RowIssue[]
  warnings: RowIssue[]
}
