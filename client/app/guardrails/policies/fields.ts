import type { Comparison, MeterKey } from './condition-form.ts'

/** What a condition can speak of, in a controller's words. Pure. */

export type FieldKind =
  | 'amount'
  | 'hour'
  | 'weekday'
  | 'date'
  | 'account'
  | 'journal'
  | 'person'
  | 'role'
  | 'command'
  | 'text'
  | 'number'
  | 'boolean'
  | 'choice'

export interface FieldChoice {
  field: string
  label: string
  /** Within a sentence, with its article. */
  phrase: string
  kind: FieldKind
  group: string
  /** Of a choice. */
  options?: readonly string[]
  /** What its values are in the policy; text unless it says otherwise. */
  scalar?: 'number' | 'boolean'
}

export const KNOWN_FIELDS: readonly FieldChoice[] = [
  { field: 'amount', label: 'Amount', phrase: 'the amount', kind: 'amount', group: 'What is recorded' },
  { field: 'account', label: 'Account', phrase: 'an account', kind: 'account', group: 'What is recorded' },
  { field: 'journal', label: 'Journal', phrase: 'the journal', kind: 'journal', group: 'What is recorded' },
  {
    field: 'effectiveDate',
    label: 'Effective date',
    phrase: 'the effective date',
    kind: 'date',
    group: 'What is recorded',
  },
  {
    field: 'reference',
    label: 'Reference',
    phrase: 'the reference',
    kind: 'text',
    group: 'What is recorded',
  },
  { field: 'actor.roles', label: 'Role', phrase: 'a role of the person', kind: 'role', group: 'Who does it' },
  { field: 'actor.id', label: 'Person', phrase: 'the person', kind: 'person', group: 'Who does it' },
  { field: 'command', label: 'Command', phrase: 'the command', kind: 'command', group: 'Who does it' },
  {
    field: 'time.hour',
    label: 'Hour of the day',
    phrase: 'the hour',
    kind: 'hour',
    group: 'When it is done',
  },
  {
    field: 'time.weekday',
    label: 'Weekday',
    phrase: 'the day',
    kind: 'weekday',
    group: 'When it is done',
  },
]

/** A field of the catalogue or of a command's input; an address that nothing offers is shown as it is. */
export function choiceOf(field: string, inputs: readonly FieldChoice[] = []): FieldChoice {
  return (
    KNOWN_FIELDS.find((choice) => choice.field === field) ??
    inputs.find((choice) => choice.field === field) ?? {
      field,
      label: labelOfPath(field),
      phrase: phraseOfPath(field),
      kind: 'text',
      group: 'What is sent',
    }
  )
}

const words = (name: string): string => name.replace(/([A-Z])/g, ' $1').toLowerCase()

/** `input.lines[].memo` reads "Lines › memo". */
export function labelOfPath(field: string): string {
  const text = pathOf(field)
    .map((part) => words(part.replace('[]', '')))
    .join(' › ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `input.lines[].memo` reads "the memo in one of its lines". */
export function phraseOfPath(field: string): string {
  const parts = pathOf(field)
  const last = parts.at(-1) ?? field
  const within = parts
    .slice(0, -1)
    .reverse()
    .map((part) =>
      part.endsWith('[]') ? `in one of its ${words(part.slice(0, -2))}` : `of its ${words(part)}`,
    )
  const own = last.endsWith('[]') ? `one of its ${words(last.slice(0, -2))}` : `the ${words(last)}`
  return [own, ...within].join(' ')
}

const pathOf = (field: string): string[] => field.replace(/^input\./, '').split('.')

// ---------------------------------------------------------------------------------------------------- comparisons

export const METER_KEY_WORDS: Readonly<Record<MeterKey, string>> = {
  actor: 'person',
  account: 'account',
  journal: 'journal',
  reference: 'reference',
}

const ORDER: Readonly<Partial<Record<Comparison, string>>> = {
  over: 'is over',
  atLeast: 'is at least',
  under: 'is under',
  atMost: 'is at most',
  is: 'is exactly',
}
const TEXT: Readonly<Partial<Record<Comparison, string>>> = {
  is: 'is',
  isNot: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  matches: 'is like',
  notLike: 'is not like',
  given: 'is given',
  notGiven: 'is missing',
}
const CHOICE: Readonly<Partial<Record<Comparison, string>>> = {
  is: 'is',
  isNot: 'is not',
  in: 'is one of',
  notIn: 'is none of',
}
const DATE: Readonly<Partial<Record<Comparison, string>>> = {
  under: 'is before',
  atMost: 'is on or before',
  is: 'is',
  atLeast: 'is on or after',
  over: 'is after',
  given: 'is given',
  notGiven: 'is missing',
}

const COMPARISONS: Readonly<Record<FieldKind, Readonly<Partial<Record<Comparison, string>>>>> = {
  amount: ORDER,
  number: { ...ORDER, given: 'is given', notGiven: 'is missing' },
  date: DATE,
  hour: { atLeast: 'is at or after', under: 'is before', is: 'is', in: 'is one of' },
  weekday: { in: 'is one of', notIn: 'is none of' },
  account: TEXT,
  journal: CHOICE,
  person: CHOICE,
  role: CHOICE,
  command: { ...CHOICE, matches: 'is like' },
  text: TEXT,
  boolean: { is: 'is' },
  choice: { ...CHOICE, given: 'is given', notGiven: 'is missing' },
}

/** Every comparison in words, for those that a policy may have and the form does not offer. */
const ALL_WORDS: Readonly<Record<Comparison, string>> = { ...ORDER, ...TEXT } as Record<Comparison, string>

/** The comparisons of a field, beginning with the usual one. */
export const comparisonsOf = (kind: FieldKind): Comparison[] => Object.keys(COMPARISONS[kind]) as Comparison[]

export const comparisonWords = (kind: FieldKind, comparison: Comparison): string =>
  COMPARISONS[kind][comparison] ?? ALL_WORDS[comparison]

export const takesMany = (comparison: Comparison): boolean => comparison === 'in' || comparison === 'notIn'
export const takesNothing = (comparison: Comparison): boolean =>
  comparison === 'given' || comparison === 'notGiven'

/** Monday is 1 (ISO 8601). */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

export const hourWord = (hour: string): string =>
  /^\d{1,2}$/.test(hour) ? `${hour.padStart(2, '0')}:00` : hour
