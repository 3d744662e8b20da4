import { z } from 'zod'
import { decimal, flag, multiline, requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode } from '../../ledger/contract.ts'

/** What items, families and their parts are written with. */

/** What an item is: goods that are kept, a service, or a kit that is made of other items when it leaves. */
export const ITEM_KINDS = ['stock', 'service', 'kit'] as const
export const itemKind = z.enum(ITEM_KINDS)
export type ItemKind = z.output<typeof itemKind>

/** How goods that leave are valued (IAS 2.21–27). */
export const COST_METHODS = ['fifo', 'average', 'standard', 'lot'] as const
export const costMethod = z.enum(COST_METHODS)
export type CostMethod = z.output<typeof costMethod>

/** Whether every piece, or every batch of them, is told apart. */
export const TRACKINGS = ['none', 'lot', 'serial'] as const
export const tracking = z.enum(TRACKINGS)
export type Tracking = z.output<typeof tracking>

/** What a move of an item books on. */
export const ITEM_ACCOUNTS = [
  'stock',
  'costOfSales',
  'goodsReceived',
  'priceDifference',
  'adjustment',
  'variation',
  'revaluation',
  'inTransit',
  'scrap',
] as const
export const itemAccount = z.enum(ITEM_ACCOUNTS)
export type ItemAccount = z.output<typeof itemAccount>

/** `gtin14`: of a case or pallet of the item, as ITF-14 or in a GS1 barcode. */
export const BARCODE_KINDS = ['ean13', 'ean8', 'upca', 'gtin14', 'code128', 'qr'] as const
export const barcodeKind = z.enum(BARCODE_KINDS)
export type BarcodeKind = z.output<typeof barcodeKind>

export const LABEL_LAYOUTS = [
  'a4-3x8',
  'a4-2x7',
  'a4-4x10',
  'letter-3x10',
  'roll-62x29',
  'roll-57x32',
] as const
export const labelLayout = z.enum(LABEL_LAYOUTS)
export type LabelLayout = z.output<typeof labelLayout>

/** Id or code. */
export const itemRef = z.string().max(LIMITS.itemCodeCharsMax)
export const itemCode = requiredLine(LIMITS.itemCodeCharsMax)
export const familyCode = requiredLine(LIMITS.itemCodeCharsMax)
export const itemUnit = requiredLine(LIMITS.itemUnitCharsMax)
const name = requiredLine(LIMITS.nameCharsMax)
const scale = z
  .number()
  .int()
  .min(0)
  .max(LIMITS.itemScaleMax)
  .describe('Decimal places of a quantity in the stock unit.')
const tax = requiredLine(LIMITS.referenceCharsMax).describe(
  'Code of the tax that sales and purchases are about.',
)

const part = z.number().int().min(1).max(LIMITS.conversionPartMax)
const conversionInput = z.strictObject({
  code: itemUnit,
  numerator: part.describe('So many stock units are `denominator` of this one: 12 of a box of twelve.'),
  denominator: part.optional().describe('Default: 1.'),
})

/** A scanner may send control characters of GS1 between its elements; no barcode of an item holds any. */
export const barcodeText = requiredLine(LIMITS.barcodeCharsMax)
export const barcodeInput = z.strictObject({
  barcode: barcodeText,
  kind: barcodeKind.optional().describe('Default: by its digits, else Code 128.'),
  unit: itemUnit.nullable().optional().describe('The unit that it is on; default: the stock unit.'),
})

const componentInput = z.strictObject({
  item: requiredLine(LIMITS.itemCodeCharsMax).describe('Id or code.'),
  quantity: decimal.describe('For one kit.'),
  unit: itemUnit.optional().describe("Default: the component's stock unit."),
})
export type ComponentInput = z.output<typeof componentInput>

export const axisCode = z
  .string()
  .max(LIMITS.dimensionCodeCharsMax)
  .regex(/^[a-z][a-z0-9-]*$/, 'Write small letters, digits and hyphens, such as "size".')
export const axisValueCode = requiredLine(LIMITS.itemUnitCharsMax)
export const axis = z.strictObject({
  code: axisCode,
  name,
  values: z
    .array(z.strictObject({ code: axisValueCode, name }))
    .min(1, 'An axis has at least one value.')
    .max(LIMITS.axisValuesMax, `At most ${LIMITS.axisValuesMax} values.`),
})
export const axes = z.array(axis).max(LIMITS.variantAxesMax, `At most ${LIMITS.variantAxesMax} axes.`)
export const codePattern = requiredLine(LIMITS.codePatternCharsMax).describe(
  'How codes of variants are written: {template} and {axis} for each axis; default: "{template}-{first}-{second}".',
)

const attributes = z
  .record(requiredLine(LIMITS.dimensionCodeCharsMax), requiredLine(LIMITS.attributeCharsMax))
  .refine(
    (all) => Object.keys(all).length <= LIMITS.itemAttributesMax,
    `At most ${LIMITS.itemAttributesMax} attributes.`,
  )
const accounts = z
  .partialRecord(itemAccount, accountCode.nullable())
  .describe('Codes of accounts; null: as the family says. Those not named stay as they are.')
const list = <Row extends z.ZodType>(row: Row, max: number) => z.array(row).max(max, `At most ${max}.`)

const defaults = {
  kind: itemKind,
  unit: itemUnit.describe('The stock unit: in it stock is counted and valued.'),
  scale,
  method: costMethod,
  tracking,
  hasExpiry: flag.describe('Lots have a date after which they are not used.'),
  allowsNegative: flag.describe('More may leave than is there; what it cost is corrected when it comes.'),
}

/** Fields of an item, all of them as they are when they are sent. */
const fields = {
  ...defaults,
  code: itemCode,
  name,
  family: familyCode.nullable(),
  description: multiline(LIMITS.itemTextCharsMax).nullable(),
  units: list(conversionInput, LIMITS.itemUnitsMax),
  purchaseUnit: itemUnit.nullable(),
  salesUnit: itemUnit.nullable(),
  standardCost: decimal.nullable().describe('In company currency for one stock unit; up to ten decimals.'),
  tax: tax.nullable(),
  weightKg: decimal.nullable().describe('Of one stock unit, in kilograms; up to six decimals.'),
  volumeLitres: decimal.nullable().describe('Of one stock unit, in litres; up to six decimals.'),
  barcodes: list(barcodeInput, LIMITS.itemBarcodesMax),
  accounts,
  attributes,
  components: list(componentInput, LIMITS.kitComponentsMax).describe('Of a kit: what one of it is made of.'),
  axes: axes.describe('Of a template: the axes of its matrix. A template is never in stock itself.'),
  codePattern: codePattern.nullable(),
  externalId: requiredLine(LIMITS.referenceCharsMax)
    .nullable()
    .describe('Id of the item in the system that it comes from; no two items have the same.'),
}

const changes = z.object(fields).partial().shape

export const newItem = z.strictObject({
  ...changes,
  code: itemCode,
  name,
  template: requiredLine(LIMITS.itemCodeCharsMax)
    .optional()
    .describe('Id or code of the template: the item is its variant with these `attributes`.'),
})
export type NewItem = z.output<typeof newItem>

export const changedItem = z.strictObject({ ...changes, item: itemRef, isActive: flag.optional() })
export type ChangedItem = Omit<z.output<typeof changedItem>, 'item'>

/** A row of a bulk request: of an item that exists, what is named is changed. */
export const itemRow = z.strictObject({
  ...changes,
  template: newItem.shape.template,
  isActive: flag.optional(),
})
export type ItemRow = z.output<typeof itemRow>

const nullable = <Shape extends z.ZodRawShape>(shape: Shape) =>
  Object.fromEntries(
    Object.entries(shape).map(([key, each]) => [key, (each as z.ZodType).nullable().optional()]),
  ) as unknown as { [Key in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Key]>> }

export const familyInput = z.strictObject({
  code: familyCode,
  name: name.optional().describe('Of a new family it is required.'),
  parent: familyCode.nullable().optional(),
  isActive: flag.optional(),
  ...nullable(defaults),
  tax: tax.nullable().optional(),
  accounts: accounts.optional(),
})
export type FamilyInput = z.output<typeof familyInput>
