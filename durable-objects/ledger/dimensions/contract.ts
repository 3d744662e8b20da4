import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { flag, line, listOf, page, requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode, accountRef } from '../contract.ts'

/** Dimensions of lines (cost centre, project, what a company needs): values in a tree, rules of accounts, distributions. */

const dimensionCode = z
  .string()
  .max(LIMITS.dimensionCodeCharsMax)
  .regex(/^[a-z][a-z0-9-]*$/, 'Write small letters, digits and hyphens, such as "cost-centre".')
const valueCode = requiredLine(LIMITS.dimensionCodeCharsMax)
const name = requiredLine(LIMITS.nameCharsMax)

/** Whether the lines of an account must have, may have or must not have a value of a dimension. */
export const DIMENSION_RULES = ['required', 'optional', 'forbidden'] as const
const rule = z.enum(DIMENSION_RULES)
export type DimensionRule = z.output<typeof rule>

const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,6})?$/, 'Write a percentage such as "33.34", with at most six decimals.')
const dimensionsOfLine = z
  .record(dimensionCode, valueCode)
  .refine((all) => Object.keys(all).length > 0, 'Name at least one dimension.')
  .refine(
    (all) => Object.keys(all).length <= LIMITS.dimensionsMax,
    `At most ${LIMITS.dimensionsMax} dimensions.`,
  )
const share = z.strictObject({ percent, dimensions: dimensionsOfLine })
export type Share = z.output<typeof share>

// ---------------------------------------------------------------------------------------------------- events

const dimensionDefined = z.strictObject({ code: z.string(), name: z.string() })
export type DimensionDefined = z.output<typeof dimensionDefined>

const dimensionFields = z.strictObject({ name: z.string().optional(), isActive: z.boolean().optional() })
const dimensionChanged = z.strictObject({
  code: z.string(),
  before: dimensionFields,
  after: dimensionFields,
})
export type DimensionChanged = z.output<typeof dimensionChanged>

const storedValue = z.strictObject({
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  isActive: z.boolean(),
})
export type DimensionValue = z.output<typeof storedValue>
const dimensionValuesSet = z.strictObject({
  dimension: z.string(),
  values: z.array(z.strictObject({ before: storedValue.nullable(), after: storedValue })),
})
export type DimensionValuesSet = z.output<typeof dimensionValuesSet>

const accountDimensionSet = z.strictObject({
  /** Id of the account. */
  account: z.string(),
  dimension: z.string(),
  rule,
  default: z.string().nullable(),
})
export type AccountDimensionSet = z.output<typeof accountDimensionSet>

const distributionSaved = z.strictObject({
  code: z.string(),
  name: z.string(),
  shares: z.array(z.strictObject({ percent: z.string(), dimensions: z.record(z.string(), z.string()) })),
  isActive: z.boolean(),
})
export type Distribution = z.output<typeof distributionSaved>

// ----------------------------------------------------------------------------------------------------- views

const dimensionView = z.object({
  code: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  values: z.number().describe('How many values it has.'),
})
const valueView = z.object({
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  isActive: z.boolean(),
})
const accountDimensionView = z.object({
  account: accountRef,
  dimension: z.string(),
  rule,
  default: z.string().nullable(),
})

// -------------------------------------------------------------------------------------------------- contract

export const dimensionsContract = {
  name: 'dimensions',
  title: 'Dimensions',
  operations: {
    DefineDimension: command({
      summary: 'Define a dimension, such as cost centres or projects',
      path: '/dimensions',
      scope: 'ledger:write',
      input: z.strictObject({ code: dimensionCode, name }),
      reply: dimensionView,
      example: { code: 'cost-centre', name: 'Cost centre' },
    }),
    ListDimensions: query({
      summary: 'List the dimensions',
      path: '/dimensions',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(dimensionView),
    }),
    ChangeDimension: command({
      summary: 'Rename a dimension, or take it out of use',
      path: '/dimensions/{dimension}/change',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ dimension: dimensionCode, name: name.optional(), isActive: flag.optional() }),
      reply: dimensionView,
      example: { name: 'Cost centres' },
    }),
    SetDimensionValues: command({
      summary: 'Add or change values of a dimension',
      description:
        'Values that exist are changed, others are added; those not named stay as they are. A parent may come in the same request.',
      path: '/dimensions/{dimension}/values',
      scope: 'ledger:write',
      input: z.strictObject({
        dimension: dimensionCode,
        values: z
          .array(
            z.strictObject({
              code: valueCode,
              name,
              parent: valueCode.nullable().optional(),
              isActive: flag.optional(),
            }),
          )
          .min(1, 'Send at least one value.')
          .max(LIMITS.dimensionValuesARequestMax, `At most ${LIMITS.dimensionValuesARequestMax} a request.`),
      }),
      reply: z.object({ added: z.number(), changed: z.number(), unchanged: z.number() }),
      example: { values: [{ code: 'CC-10', name: 'Roastery' }] },
    }),
    ListDimensionValues: query({
      summary: 'List the values of a dimension, by code',
      path: '/dimensions/{dimension}/values',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, dimension: dimensionCode, q: line(200).optional() }),
      reply: listOf(valueView),
    }),
    SetAccountDimension: command({
      summary: 'Say whether lines of an account need a value of a dimension, and which is its default',
      path: '/accounts/{code}/dimensions',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        code: accountCode,
        dimension: dimensionCode,
        rule,
        default: valueCode.nullable().optional().describe('Taken where a line names none.'),
      }),
      reply: accountDimensionView,
      example: { dimension: 'cost-centre', rule: 'required', default: 'CC-10' },
    }),
    ListAccountDimensions: query({
      summary: 'List what accounts say of dimensions',
      path: '/account-dimensions',
      scope: 'ledger:read',
      input: z.strictObject({
        ...page,
        account: accountCode.optional(),
        dimension: dimensionCode.optional(),
      }),
      reply: listOf(accountDimensionView),
    }),
    SaveDistribution: command({
      summary: 'Save a distribution: percentages by which lines are split over dimensions',
      description:
        'A line with `distribution` becomes one line a share. Amounts are split by the largest remainder, so that nothing is lost.',
      path: '/distributions',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        code: valueCode,
        name,
        shares: z
          .array(share)
          .min(2, 'A distribution has at least two shares.')
          .max(LIMITS.distributionSharesMax, `At most ${LIMITS.distributionSharesMax} shares.`),
        isActive: flag.optional(),
      }),
      reply: distributionSaved,
      example: {
        code: 'rent',
        name: 'Rent by area',
        shares: [
          { percent: '80', dimensions: { 'cost-centre': 'CC-10' } },
          { percent: '20', dimensions: { 'cost-centre': 'CC-20' } },
        ],
      },
    }),
    ListDistributions: query({
      summary: 'List the distributions',
      path: '/distributions',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(distributionSaved),
    }),
  },
  events: {
    'dimension-defined': { version: 1, data: dimensionDefined },
    'dimension-changed': { version: 1, data: dimensionChanged },
    'dimension-values-set': { version: 1, data: dimensionValuesSet },
    'account-dimension-set': { version: 1, data: accountDimensionSet },
    'distribution-saved': { version: 1, data: distributionSaved },
  },
  refusals: {
    account_not_found: { status: 404, title: 'There is no such account' },
    dimension_code_taken: { status: 409, title: 'A dimension with this code exists' },
    dimension_not_found: { status: 404, title: 'There is no such dimension' },
    dimension_value_not_found: { status: 422, title: 'There is no such value of the dimension' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_shares: { status: 422, title: 'The shares are not those of a whole' },
    parent_cycle: { status: 422, title: 'A value would stand above itself' },
    record_rule: { status: 403, title: 'Record rules do not allow this' },
    too_many_dimensions: { status: 409, title: 'There are too many dimensions or values' },
  },
} as const satisfies ModuleContract

export type DimensionsContract = typeof dimensionsContract
