import { encodeTime, isValid, ulid } from 'ulid'

/** The one table of id prefixes. An id is `prefix_<ulid>`. */
export const PREFIX = {
  tenant: 'tn',
  company: 'co',
  account: 'acc',
  journalEntry: 'je',
  draft: 'drf',
  schedule: 'sch',
  attachment: 'att',
  match: 'mat',
  import: 'imp',
  pendingEntry: 'pen',
  approval: 'apr',
  delegation: 'dlg',
  apiKey: 'key',
  session: 'ses',
  user: 'user',
  invitation: 'inv',
  supportGrant: 'sup',
  oauthClient: 'app',
  securityEvent: 'sev',
  request: 'req',
  revaluation: 'rvl',
  lockException: 'lex',
  reservation: 'rsv',
  stockDocument: 'stk',
  stockCount: 'cnt',
  item: 'itm',
} as const
export type IdKind = keyof typeof PREFIX

export const newId = (kind: IdKind): string => `${PREFIX[kind]}_${ulid()}`

export function isId(kind: IdKind, text: string): boolean {
  const prefix = `${PREFIX[kind]}_`
  return text.startsWith(prefix) && isValid(text.slice(prefix.length))
}

/**
 * An id that carries the log position of the event that made it: a ULID whose first 50 bits of randomness are
 * the sequence. Finding a record by such an id costs no index row; ids that clients bring are indexed instead.
 */
export function idAtSequence(kind: IdKind, millis: number, sequence: number, random: number): string {
  return `${PREFIX[kind]}_${timeOf(millis)}${base32(sequence, 10)}${base32(random, 6)}`
}

/** Many ids are made in one millisecond. */
let lastTime = { millis: -1, text: '' }
function timeOf(millis: number): string {
  if (lastTime.millis !== millis) lastTime = { millis, text: encodeTime(millis, 10) }
  return lastTime.text
}

export function sequenceInId(id: string): number {
  let value = 0
  for (const char of id.slice(-16, -6)) value = value * 32 + CROCKFORD.indexOf(char)
  return value
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function base32(value: number, length: number): string {
  let text = ''
  let rest = value
  for (let index = 0; index < length; index++) {
    text = CROCKFORD[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}
