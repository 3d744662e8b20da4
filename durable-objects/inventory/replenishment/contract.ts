import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import {
  date,
  decimal,
  flag,
  line,
  listOf,
  ndjsonRow,
  page,
  requiredLine,
  wholeNumber,
} from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { reservationsContract } from '../reservations/contract.ts'
import { stockContract } from '../stock/contract.ts'

/** Reorder rules, and what they propose to buy or to bring from another warehouse, with the reason of every figure. */

const itemRef = requiredLine(LIMITS.nameCharsMax).describe('Id, code or barcode of the item.')
const warehouseRef = requiredLine(LIMITS.placeCodeCharsMax)
const unit = requiredLine(LIMITS.unitCodeCharsMax)
const days = wholeNumber(0, LIMITS.reorderDaysMax)

/**
 * `min-max`: below the minimum, up to the maximum. `reorder-point`: below point and safety stock, up to them.
 * `auto`: the point is what is used in the lead time, with the safety stock; ordered is what is used in the days to cover.
 */
export const REORDER_METHODS = ['min-max', 'reorder-point', 'auto'] as const
const method = z.enum(REORDER_METHODS)

const ruleInput = z.strictObject({
  item: itemRef,
  warehouse: warehouseRef.optional().describe('Default: the only or first one.'),
  method,
  minimum: decimal.optional().describe('Of `min-max`. Quantities are in the stock unit.'),
  maximum: decimal.optional().describe('Of `min-max`.'),
  point: decimal.optional().describe('Of `reorder-point`.'),
  safety: decimal.optional().describe('Safety stock; default: none.'),
  leadDays: days.optional().describe('From the order to the goods; default: 0.'),
  lookBackDays: wholeNumber(1, LIMITS.reorderDaysMax)
    .optional()
    .describe('Of `auto`: days whose use is counted; default: 90.'),
  coverDays: days.optional().describe('Of `auto`: days that an order lasts for; default: 30.'),
  supplier: line(LIMITS.nameCharsMax).optional().describe('Who it is bought from.'),
  from: warehouseRef.optional().describe('Warehouse that it is brought from, instead of a supplier.'),
  unit: unit.optional().describe('That it is ordered in; default: its stock unit.'),
  multiple: decimal
    .optional()
    .describe('Of that unit, in whole multiples of which it is ordered; default: 1.'),
})
export type RuleInput = z.output<typeof ruleInput>

// ---------------------------------------------------------------------------------------------------- events

const steps = z.number().int()

/** Quantities are steps of the item, warehouses ordinals. */
const storedRule = z.strictObject({
  method,
  minimum: steps.optional(),
  maximum: steps.optional(),
  point: steps.optional(),
  safety: steps,
  leadDays: z.number().int(),
  lookBackDays: z.number().int().optional(),
  coverDays: z.number().int().optional(),
  supplier: z.string().optional(),
  from: z.number().int().optional(),
  unit: z.string(),
  /** As it was written in the unit, and in steps. */
  multiple: z.string(),
  multipleSteps: steps,
})
export type Rule = z.output<typeof storedRule>

const ruleSet = z.strictObject({
  item: z.string(),
  warehouse: z.number().int(),
  before: storedRule.nullable(),
  /** Null: it is removed. */
  after: storedRule.nullable(),
})
export type RuleSet = z.output<typeof ruleSet>

const accepted = z.strictObject({
  warehouse: z.number().int(),
  /** Of the announced receipt. */
  reference: z.string().optional(),
  /** Id of the transfer. */
  document: z.string().optional(),
  lines: z.array(
    z.strictObject({
      item: z.string(),
      by: z.enum(['receipt', 'transfer']),
      quantity: steps,
      /** What was proposed. */
      proposed: steps,
      date: z.string(),
    }),
  ),
})
export type ProposalsAccepted = z.output<typeof accepted>

const dismissed = z.strictObject({
  item: z.string(),
  warehouse: z.number().int(),
  /** The first day on which it is proposed again. */
  until: z.string(),
  reason: z.string().optional(),
})
export type ProposalDismissed = z.output<typeof dismissed>

// ----------------------------------------------------------------------------------------------------- views

const itemView = z.object({ id: z.string(), code: z.string(), name: z.string() })
const quantity = z.string().describe('In the stock unit.')

const ruleView = z.object({
  item: itemView,
  stockUnit: z.string(),
  warehouse: z.string(),
  method,
  minimum: quantity.nullable(),
  maximum: quantity.nullable(),
  point: quantity.nullable(),
  safety: quantity,
  leadDays: z.number(),
  lookBackDays: z.number().nullable(),
  coverDays: z.number().nullable(),
  supplier: z.string().nullable(),
  from: z.string().nullable(),
  unit: z.string(),
  multiple: z.string(),
})
export type RuleView = z.output<typeof ruleView>

const proposalView = z.object({
  item: itemView,
  warehouse: z.string(),
  unit: z.string().describe('The stock unit.'),
  quantity: quantity.describe('Proposed.'),
  order: z.object({ quantity: z.string(), unit: z.string() }).describe('The same, as it is ordered.'),
  by: z.enum(['receipt', 'transfer']),
  supplier: z.string().nullable(),
  from: z.string().nullable(),
  date: z.string().describe('On which it is there, if it is ordered today.'),
  figures: z.object({
    onHand: quantity,
    reserved: quantity,
    promised: quantity.describe('Of announced receipts, for that day or before.'),
    incoming: quantity.describe('Announced for that day or before.'),
    incomingLater: quantity,
    onTheWay: quantity.describe('By transfers that have left.'),
    projected: quantity.describe('What is left on that day.'),
    point: quantity.describe('Below which it is ordered.'),
    target: quantity.describe('Up to which it is ordered.'),
    safety: quantity,
    used: quantity.nullable().describe('Of `auto`: what left in the days that are looked back on.'),
    usedADay: z.string().nullable(),
    sourceAvailable: quantity.nullable().describe('What is free in the warehouse that it comes from.'),
  }),
  reasons: z.array(z.string()).describe('Sentence by sentence, why so many.'),
  dismissedUntil: z.string().nullable(),
})
export type ProposalView = z.output<typeof proposalView>

const problem = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
})

// -------------------------------------------------------------------------------------------------- contract

const example = {
  item: 'ESP-250',
  warehouse: 'MAIN',
  method: 'min-max',
  minimum: '20',
  maximum: '100',
  leadDays: 14,
  supplier: 'Roastery',
} as const

export const replenishmentContract = {
  name: 'replenishment',
  title: 'Replenishment',
  operations: {
    SetReorderRule: command({
      summary: 'Say when and how much of an item is ordered for a warehouse',
      description: 'Takes the place of the rule that there was.',
      path: '/reorder-rules',
      scope: 'items:write',
      status: 200,
      input: ruleInput,
      reply: ruleView,
      example,
    }),
    SaveReorderRules: command({
      summary: 'Set many reorder rules',
      description: `NDJSON, one rule a line, up to ${LIMITS.reorderRowsMax} lines. \`atomic\`: all or none. \`independent\`: each row by itself.`,
      path: '/reorder-rules/bulk',
      scope: 'items:write',
      body: 'ndjson',
      status: 200,
      input: z.strictObject({
        mode: z.enum(['atomic', 'independent']).optional(),
        rows: z
          .array(ndjsonRow(ruleInput))
          .min(1, 'Send at least one line.')
          .max(LIMITS.reorderRowsMax, `At most ${LIMITS.reorderRowsMax} lines a request.`),
      }),
      reply: z.object({
        saved: z.number(),
        unchanged: z.number(),
        refused: z.number(),
        problems: z.array(problem.extend({ row: z.number() })),
      }),
    }),
    RemoveReorderRule: command({
      summary: 'Remove a reorder rule',
      path: '/reorder-rules/remove',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({ item: itemRef, warehouse: warehouseRef }),
      reply: ruleView,
      example: { item: 'ESP-250', warehouse: 'MAIN' },
    }),
    ListReorderRules: query({
      summary: 'List reorder rules',
      path: '/reorder-rules',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, item: itemRef.optional(), warehouse: warehouseRef.optional() }),
      reply: listOf(ruleView),
    }),
    ListProposals: query({
      summary: 'List what to order by now, and why',
      description: `Worked out as it is asked for. A page looks at ${LIMITS.reorderLookedAtMax} rules, so that it may have fewer rows than asked for and a next one.`,
      path: '/replenishment/proposals',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        item: itemRef.optional(),
        warehouse: warehouseRef.optional(),
        supplier: line(LIMITS.nameCharsMax).optional(),
        from: warehouseRef.optional().describe('What comes from this warehouse.'),
        dismissed: flag.optional().describe('Those that were dismissed, instead.'),
      }),
      reply: listOf(proposalView),
    }),
    AcceptProposals: command({
      summary: 'Order what is proposed',
      description:
        'What is bought is announced as a receipt; what comes from another warehouse is transferred, now or in two steps. All or nothing.',
      path: '/replenishment/accept',
      scope: 'stock:write',
      status: 200,
      books: true,
      input: z.strictObject({
        warehouse: warehouseRef.optional().describe('Default: the only or first one.'),
        reference: requiredLine(LIMITS.referenceCharsMax)
          .optional()
          .describe('Of the announcement, such as the number of the order; default: a new one.'),
        date: date.optional().describe('When it is expected; default: today and the lead time of each item.'),
        inTransit: flag.optional().describe('Transfers are on their way until they are received.'),
        lines: z
          .array(
            z.strictObject({
              item: itemRef,
              quantity: decimal.optional().describe('Default: what is proposed at present.'),
              unit: unit.optional().describe('Default: the unit that the rule orders in.'),
            }),
          )
          .min(1, 'Name at least one item.')
          .max(LIMITS.proposalsARequestMax, `At most ${LIMITS.proposalsARequestMax} lines.`),
      }),
      reply: z.object({
        reference: z.string().nullable().describe('Of the announced receipt.'),
        document: z.string().nullable().describe('Id of the transfer.'),
        data: z.array(
          z.object({
            item: itemView,
            quantity,
            unit: z.string(),
            by: z.enum(['receipt', 'transfer']),
            date: z.string(),
          }),
        ),
      }),
      example: { warehouse: 'MAIN', reference: 'PO-8', lines: [{ item: 'ESP-250' }] },
    }),
    DismissProposal: command({
      summary: 'Do not propose an item again before a day',
      path: '/replenishment/dismiss',
      scope: 'stock:write',
      status: 200,
      input: z.strictObject({
        item: itemRef,
        warehouse: warehouseRef.optional(),
        until: date.describe('The first day on which it is proposed again.'),
        reason: line(LIMITS.reasonCharsMax).optional(),
      }),
      reply: z.object({ item: itemView, warehouse: z.string(), until: z.string() }),
      example: { item: 'ESP-250', warehouse: 'MAIN', until: '2026-06-01', reason: 'Out of season' },
    }),
  },
  events: {
    'reorder-rule-set': { version: 1, data: ruleSet },
    'replenishment-accepted': { version: 1, data: accepted },
    'replenishment-dismissed': { version: 1, data: dismissed },
  },
  refusals: {
    ...reservationsContract.refusals,
    ...stockContract.refusals,
    rows_refused: { status: 422, title: 'Some rows cannot be saved' },
    invalid_reorder_rule: { status: 422, title: 'The rule cannot be so' },
    nothing_proposed: { status: 409, title: 'Nothing is proposed' },
    reorder_rule_not_found: { status: 404, title: 'There is no such rule' },
    several_sources: { status: 422, title: 'They come from several warehouses' },
  },
} as const satisfies ModuleContract

export type ReplenishmentContract = typeof replenishmentContract
