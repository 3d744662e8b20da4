import { z } from 'zod'
import { id } from '../../kernel/fields.ts'
import { accountRef } from '../../ledger/contract.ts'
import { barcodeKind, costMethod, itemAccount, itemKind, labelLayout, tracking } from './inputs.ts'

/** What is said of items. */

const itemBrief = z.object({ id: id('item'), code: z.string(), name: z.string() })

export const unitReply = z.object({
  code: z.string(),
  numerator: z.number().describe('So many stock units are `denominator` of this one.'),
  denominator: z.number(),
})
export const barcodeReply = z.object({
  barcode: z.string(),
  kind: barcodeKind,
  unit: z.string().nullable().describe('The unit that it is on; null: the stock unit.'),
})
export const axisReply = z.object({
  code: z.string(),
  name: z.string(),
  values: z.array(z.object({ code: z.string(), name: z.string() })),
})

/** An account that moves of an item book on, and where that is said. */
const accountReply = z.object({
  name: itemAccount,
  account: accountRef.nullable().describe('Null: nowhere, or an account that the reader may not see.'),
  from: z.enum(['item', 'family', 'company']).nullable(),
  family: z.string().nullable().describe('Code of the family that says it.'),
})

export const itemListed = itemBrief.extend({
  kind: itemKind,
  family: z.string().nullable(),
  unit: z.string(),
  tracking,
  method: costMethod,
  barcode: z.string().nullable().describe('The first of the stock unit.'),
  attributes: z.record(z.string(), z.string()),
  template: id('item').nullable(),
  isTemplate: z.boolean(),
  image: z.string().nullable().describe('Id of the attached file.'),
  externalId: z.string().nullable(),
  isActive: z.boolean(),
})
export type ItemListed = z.output<typeof itemListed>

export const itemView = itemListed.omit({ family: true, barcode: true, template: true }).extend({
  family: z.object({ code: z.string(), name: z.string() }).nullable(),
  description: z.string().nullable(),
  scale: z.number(),
  units: z.array(unitReply),
  purchaseUnit: z.string(),
  salesUnit: z.string(),
  hasExpiry: z.boolean(),
  allowsNegative: z.boolean(),
  standardCost: z.string().nullable().meta({ sensitive: 'costs' }),
  tax: z.string().nullable().describe('As the item says, or its family, or one above it.'),
  ownTax: z.string().nullable(),
  weightKg: z.string().nullable(),
  volumeLitres: z.string().nullable(),
  barcodes: z.array(barcodeReply),
  accounts: z.array(accountReply),
  components: z.array(z.object({ item: itemBrief, quantity: z.string(), unit: z.string() })),
  template: itemBrief.nullable(),
  axes: z.array(axisReply),
  codePattern: z.string().nullable(),
  variants: z.number().describe('How many variants the template has.'),
  hasMoved: z.boolean().describe('Unit, decimal places, method and tracking are then fixed.'),
  sequence: z.number().describe('Position in the event log of the event that made it.'),
})
export type ItemView = z.output<typeof itemView>

export const foundItem = itemListed.extend({
  match: z
    .enum(['code', 'barcode', 'code-prefix', 'words'])
    .describe('The whole code, a barcode, the beginning of the code, or words of name and attributes.'),
})

export const familyView = z.object({
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  isActive: z.boolean(),
  kind: itemKind.nullable(),
  unit: z.string().nullable(),
  scale: z.number().nullable(),
  method: costMethod.nullable(),
  tracking: tracking.nullable(),
  hasExpiry: z.boolean().nullable(),
  allowsNegative: z.boolean().nullable(),
  tax: z.string().nullable(),
  accounts: z.partialRecord(itemAccount, accountRef),
})

export const familyNode = z.object({
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  depth: z.number(),
  isActive: z.boolean(),
})

export const scannedReply = z.object({
  item: itemListed,
  unit: z.string().describe('The unit that the barcode is on.'),
  lot: z.string().nullable(),
  serial: z.string().nullable(),
  expiry: z.string().nullable(),
  quantity: z.string().nullable().describe('As the barcode counts, in `unit`.'),
})

export const scannableItem = itemBrief.extend({
  unit: z.string(),
  scale: z.number(),
  units: z.array(unitReply),
  tracking,
  hasExpiry: z.boolean(),
  barcodes: z.array(barcodeReply.omit({ kind: true })),
})
export type ScannableItem = z.output<typeof scannableItem>

export const explodedReply = z.object({
  data: z.array(z.object({ item: itemBrief, quantity: z.string(), unit: z.string() })),
})

const labelReply = z.object({
  item: itemBrief,
  barcode: z.object({ text: z.string(), kind: barcodeKind }),
  unit: z.string(),
  quantity: z.number(),
})
export const labelsReply = z.object({
  layout: labelLayout,
  labels: z.number(),
  data: z.array(labelReply),
})
export type LabelsReply = z.output<typeof labelsReply>
