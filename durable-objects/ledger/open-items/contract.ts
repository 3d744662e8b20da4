import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import {
  date,
  decimal,
  line,
  listOf,
  multiline,
  page,
  requiredLine,
  sequence,
  wholeNumber,
} from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode, postingRefusals, unitCode } from '../contract.ts'
import { amount, itemView, MATCH_REASONS, matchView, settings, suggestion, totals } from './replies.ts'

/** Open items: lines of accounts that stay open until others settle them, and the matches that do. */

// ---------------------------------------------------------------------------------------------------- events

/** An item's part in a match. Debit positive, in minor units; `value` in those of the company's currency. */
const matchedItem = z.strictObject({
  entry: z.string(),
  line: z.number().int(),
  quantity: z.number().int(),
  value: z.number().int().nullable(),
})
export type MatchedItem = z.output<typeof matchedItem>

const itemsMatched = z.strictObject({
  id: z.string(),
  account: z.string(),
  unit: z.string(),
  /** From this date on the items are settled by so much. */
  effectiveDate: z.string(),
  reason: z.enum(MATCH_REASONS),
  items: z.array(matchedItem),
  /** Entry that booked the difference of what the items were carried at. */
  exchange: z.string().optional(),
  /** Entry that booked the rest; its line is one of the items. */
  writeOff: z.string().optional(),
})
export type ItemsMatched = z.output<typeof itemsMatched>

const itemsUnmatched = z.strictObject({
  /** Of the match. */
  id: z.string(),
  account: z.string(),
  /** From this date on the items are open again. */
  effectiveDate: z.string(),
  reason: z.string().optional(),
  items: z.array(z.strictObject({ entry: z.string(), line: z.number().int() })),
  /** Entries that took back what the match had booked. */
  reversals: z.array(z.string()),
})
export type ItemsUnmatched = z.output<typeof itemsUnmatched>

/** Lines of an account that became items when it was made an account of open items: log position and line. */
const itemsOpened = z.strictObject({
  account: z.string(),
  lines: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type ItemsOpened = z.output<typeof itemsOpened>

/** The account is none of open items any more, and nothing of it was matched. */
const itemsDropped = z.strictObject({ account: z.string() })
export type ItemsDropped = z.output<typeof itemsDropped>

/** In minor units of the company's currency. */
const settingsSet = z.strictObject({ writeOffLimit: z.number().int() })
export type MatchingSettingsSet = z.output<typeof settingsSet>

// -------------------------------------------------------------------------------------------------- contract

const entryId = requiredLine(60)
const itemLine = wholeNumber(0, LIMITS.entryLinesMax)
const matchId = z.string().max(60)

export const openItemsContract = {
  name: 'open-items',
  title: 'Open items',
  operations: {
    ListOpenItems: query({
      summary: 'List open items with totals and ageing',
      description:
        'An item is open as of a date while matches up to that date leave something of it. By account; open items oldest first, others with the last settled first. Totals come with the first page, and are of what is open.',
      path: '/open-items',
      scope: 'ledger:read',
      input: z.strictObject({
        ...page,
        account: z.string().max(LIMITS.accountCodeCharsMax).optional(),
        unit: unitCode.optional(),
        status: z.enum(['open', 'matched', 'all']).optional().describe('Default: open.'),
        asOf: date.optional().describe('Default: all that is booked; due dates are looked at from today.'),
        knownAt: sequence.optional().describe('A position of the event log; default: its end.'),
        q: z.string().max(200).optional().describe('Part of the reference or description.'),
        dueBefore: date.optional(),
      }),
      reply: listOf(itemView).extend({
        asOf: z.string(),
        knownAt: z.number(),
        currency: z.string(),
        totals: totals.nullable(),
        partial: z.literal(true).optional().describe('The reader does not see everything.'),
      }),
    }),
    GetOpenItem: query({
      summary: 'Show an open item with everything that settled it',
      path: '/journal-entries/{entry}/open-item',
      scope: 'ledger:read',
      input: z.strictObject({
        entry: entryId,
        line: itemLine.optional().describe('Default: the first line that is an open item.'),
      }),
      reply: itemView.omit({ matches: true }).extend({
        matches: z.array(
          z.object({
            match: z.string(),
            effectiveDate: z.string(),
            amount,
            value: amount,
            unmatched: z.object({ effectiveDate: z.string() }).nullable(),
          }),
        ),
      }),
    }),
    SuggestMatches: query({
      summary: 'Suggest which open items belong together',
      description: `Looks at the oldest ${LIMITS.suggestionItemsMax} open items. The same items give the same suggestions, and no item is in two of them.`,
      path: '/open-items/suggestions',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, account: accountCode }),
      reply: listOf(suggestion).extend({
        considered: z.number().describe('Open items that were looked at.'),
        isPartial: z.boolean().describe('There are more.'),
      }),
    }),
    MatchItems: command({
      books: true,
      summary: 'Match open items',
      description:
        'Debits and credits of one account in one unit cancel. Without amounts as much is matched as possible, the oldest first. What the items were carried at differently is booked as realised difference of exchange.',
      path: '/open-item-matches',
      scope: 'ledger:write',
      input: z.strictObject({
        account: accountCode,
        items: z
          .array(
            z.strictObject({
              entry: entryId,
              line: itemLine,
              amount: decimal.optional().describe('So much of it, in its unit.'),
            }),
          )
          .min(1, 'Name the items.')
          .max(LIMITS.matchedItemsMax, `At most ${LIMITS.matchedItemsMax} items a match.`),
        effectiveDate: date.optional().describe("Default: the latest of the items' dates."),
        writeOff: z
          .strictObject({ account: accountCode, memo: line(LIMITS.memoCharsMax).optional() })
          .optional()
          .describe('All items are settled, and the rest is booked to this account.'),
      }),
      reply: matchView,
      example: {
        account: '1000',
        items: [
          { entry: 'je_01JZ8M3Y5N6P7Q8R9S0T1V2W3X', line: 0 },
          { entry: 'je_01JZ8M3Y5N6P7Q8R9S0T1V2W3Y', line: 1 },
        ],
      },
    }),
    UnmatchItems: command({
      books: true,
      summary: 'Open the items of a match again',
      description: 'What the match booked is reversed.',
      path: '/open-item-matches/{match}/unmatch',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        match: matchId,
        effectiveDate: date.optional().describe('Default: today, or the date of the match if that is later.'),
        reason: multiline(LIMITS.memoCharsMax).optional(),
      }),
      reply: matchView,
    }),
    GetMatch: query({
      summary: 'Show a match',
      path: '/open-item-matches/{match}',
      scope: 'ledger:read',
      input: z.strictObject({ match: matchId }),
      reply: matchView,
    }),
    GetMatchingSettings: query({
      summary: 'Show how large a rest may be written off',
      path: '/matching-settings',
      scope: 'ledger:read',
      input: z.strictObject({}),
      reply: settings,
    }),
    SetMatchingSettings: command({
      summary: 'Set how large a rest may be written off',
      path: '/matching-settings',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ writeOffLimit: decimal.describe('In company currency; "0": nothing.') }),
      reply: settings,
      example: { writeOffLimit: '5.00' },
    }),
  },
  events: {
    'items-matched': { version: 1, data: itemsMatched },
    'items-unmatched': { version: 1, data: itemsUnmatched },
    'items-opened': { version: 1, data: itemsOpened },
    'items-dropped': { version: 1, data: itemsDropped },
    'matching-settings-set': { version: 1, data: settingsSet },
  },
  refusals: {
    ...postingRefusals,
    account_not_found: { status: 404, title: 'There is no such account' },
    already_reversed: { status: 409, title: 'The entry is already reversed' },
    already_unmatched: { status: 409, title: 'The match was taken back already' },
    amount_exceeds_open: { status: 422, title: 'Less than that is open' },
    invalid_amount: { status: 422, title: 'The amount is not valid' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    items_differ_in_unit: { status: 422, title: 'The items are not all in one unit' },
    items_do_not_cancel: { status: 422, title: 'Debits and credits of the items differ' },
    known_at_in_future: { status: 422, title: 'The log does not reach that sequence' },
    match_not_found: { status: 404, title: 'There is no such match' },
    match_too_early: { status: 422, title: 'The match lies before one of its items' },
    not_open_item_account: { status: 422, title: 'The account has no open items' },
    nothing_to_match: { status: 422, title: 'There is nothing to match' },
    open_item_not_found: { status: 404, title: 'There is no such open item' },
    open_item_repeated: { status: 422, title: 'An item is named twice' },
    open_item_settled: { status: 409, title: 'Nothing of the item is open' },
    role_not_assigned: { status: 422, title: 'No account is set for this' },
    unknown_open_item: { status: 422, title: 'There is no such open item' },
    too_many_items: { status: 422, title: 'There are too many items' },
    write_off_not_needed: { status: 422, title: 'There is nothing to write off' },
    write_off_too_large: { status: 422, title: 'The rest is too large to be written off' },
  },
} as const satisfies ModuleContract

export type OpenItemsContract = typeof openItemsContract
