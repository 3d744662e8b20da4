import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { flag, listOf, ndjsonRow, page, requiredLine, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { rowProblem } from '../../ledger/contract.ts'
import {
  axes,
  axisCode,
  axisValueCode,
  barcodeInput,
  barcodeKind,
  barcodeText,
  changedItem,
  codePattern,
  costMethod,
  familyCode,
  familyInput,
  itemAccount,
  itemKind,
  itemRef,
  itemRow,
  labelLayout,
  newItem,
  tracking,
} from './inputs.ts'
import {
  explodedReply,
  familyNode,
  familyView,
  foundItem,
  itemListed,
  itemView,
  labelsReply,
  scannableItem,
  scannedReply,
} from './replies.ts'

export {
  type BarcodeKind,
  type CostMethod,
  ITEM_ACCOUNTS,
  type ItemAccount,
  type ItemKind,
  LABEL_LAYOUTS,
  type LabelLayout,
  type Tracking,
} from './inputs.ts'
export type { ItemListed, ItemView, LabelsReply, ScannableItem } from './replies.ts'

/** What a company buys, keeps, makes and sells: families with defaults, items with units, barcodes and variants, kits. */

// ---------------------------------------------------------------------------------------------------- events

const storedFamily = z.strictObject({
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  isActive: z.boolean(),
  kind: itemKind.nullable(),
  unit: z.string().nullable(),
  scale: z.number().int().nullable(),
  method: costMethod.nullable(),
  tracking: tracking.nullable(),
  hasExpiry: z.boolean().nullable(),
  allowsNegative: z.boolean().nullable(),
  tax: z.string().nullable(),
  /** Ids of accounts. */
  accounts: z.partialRecord(itemAccount, z.string()),
})
export type Family = z.output<typeof storedFamily>
const familySaved = z.strictObject({ before: storedFamily.nullable(), after: storedFamily })
export type FamilySaved = z.output<typeof familySaved>

const storedConversion = z.strictObject({
  code: z.string(),
  numerator: z.number().int(),
  denominator: z.number().int(),
})
/** One of the unit is numerator/denominator stock units, in lowest terms. */
export type Conversion = z.output<typeof storedConversion>
const storedBarcode = z.strictObject({ barcode: z.string(), kind: barcodeKind, unit: z.string().nullable() })
export type Barcode = z.output<typeof storedBarcode>
/** `item`: id. `quantity`: decimal text in the component's stock unit, for one kit. */
const storedComponent = z.strictObject({ item: z.string(), quantity: z.string() })
const storedAxis = z.strictObject({
  code: z.string(),
  name: z.string(),
  values: z.array(z.strictObject({ code: z.string(), name: z.string() })),
})
export type Axis = z.output<typeof storedAxis>

const storedItem = z.strictObject({
  code: z.string(),
  name: z.string(),
  kind: itemKind,
  unit: z.string(),
  scale: z.number().int(),
  method: costMethod,
  tracking,
  hasExpiry: z.boolean(),
  allowsNegative: z.boolean(),
  family: z.string().nullable(),
  description: z.string().nullable(),
  units: z.array(storedConversion),
  purchaseUnit: z.string().nullable(),
  salesUnit: z.string().nullable(),
  standardCost: z.string().nullable().meta({ sensitive: 'costs' }),
  tax: z.string().nullable(),
  weightMilligrams: z.number().int().nullable(),
  volumeMicrolitres: z.number().int().nullable(),
  barcodes: z.array(storedBarcode),
  /** Ids of accounts. */
  accounts: z.partialRecord(itemAccount, z.string()),
  attributes: z.record(z.string(), z.string()),
  components: z.array(storedComponent),
  axes: z.array(storedAxis),
  codePattern: z.string().nullable(),
  /** Id. */
  template: z.string().nullable(),
  /** Id of an attached file. */
  image: z.string().nullable(),
  externalId: z.string().nullable(),
  isActive: z.boolean(),
})
export type ItemFields = z.output<typeof storedItem>

const required = {
  code: true,
  name: true,
  kind: true,
  unit: true,
  scale: true,
  method: true,
  tracking: true,
} as const
/** What is left out is as in `EMPTY_ITEM` (`model.ts`). */
const itemCreated = storedItem.partial().required(required).extend({ id: z.string() })
export type ItemCreated = z.output<typeof itemCreated>
const itemChanged = z.strictObject({
  id: z.string(),
  before: storedItem.partial(),
  after: storedItem.partial(),
})
export type ItemChanged = z.output<typeof itemChanged>

// -------------------------------------------------------------------------------------------------- contract

const rowResult = z.union([
  z.object({
    row: z.number(),
    status: z.enum(['created', 'changed', 'unchanged']),
    id: z.string(),
    code: z.string(),
  }),
  z.object({ row: z.number(), status: z.literal('refused'), problem: rowProblem }),
])
export type RowResult = z.output<typeof rowResult>

const combination = z.record(axisCode, axisValueCode)

export const itemsContract = {
  name: 'items',
  title: 'Items',
  operations: {
    SaveItemFamily: command({
      summary: 'Save a family of items with the defaults of what belongs to it',
      description:
        'Of a family that exists, what is named is changed; null takes a default away. Items take kind, unit, method and tracking when they are made; tax and accounts they ask their family for, every time.',
      path: '/item-families',
      scope: 'items:write',
      status: 200,
      input: familyInput,
      reply: familyView,
      example: { code: 'coffee', name: 'Coffee', unit: 'kg', scale: 3, method: 'fifo', tracking: 'lot' },
    }),
    ListItemFamilies: query({
      summary: 'List the families of items, by code',
      path: '/item-families',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, q: z.string().max(200).optional().describe('Part of code or name.') }),
      reply: listOf(familyView),
    }),
    GetItemFamilyTree: query({
      summary: 'Show the families of items as a tree, each after the one above it',
      path: '/item-families/tree',
      scope: 'inventory:read',
      input: z.strictObject({}),
      reply: z.object({ data: z.array(familyNode) }),
    }),
    CreateItem: command({
      summary: 'Create an item',
      description:
        'What is left out is as its family says, else: goods, counted in pieces, first in first out.',
      path: '/items',
      scope: 'items:write',
      input: newItem,
      reply: itemView,
      example: {
        code: 'ESP-250',
        name: 'Espresso, 250 g bag',
        unit: 'pcs',
        units: [{ code: 'box', numerator: 12 }],
        barcodes: [{ barcode: '4006381333931' }, { barcode: '14006381333938', unit: 'box' }],
        weightKg: '0.25',
      },
    }),
    SaveItems: command({
      summary: 'Create or change many items',
      description: `NDJSON, one item a line, up to ${LIMITS.bulkRowsMax} lines. A line is about the item with its \`externalId\`, or without one with its \`code\`; what it names is changed, and where there is no such item it is created. \`atomic\`: all or none. \`independent\`: each row by itself.`,
      path: '/items/bulk',
      scope: 'items:write',
      body: 'ndjson',
      status: 200,
      input: z.strictObject({
        mode: z.enum(['atomic', 'independent']).optional(),
        rows: z
          .array(ndjsonRow(itemRow))
          .min(1, 'Send at least one line.')
          .max(LIMITS.bulkRowsMax, `At most ${LIMITS.bulkRowsMax} lines a request.`),
      }),
      reply: z.object({
        created: z.number(),
        changed: z.number(),
        unchanged: z.number(),
        refused: z.number(),
        results: z.array(rowResult),
      }),
    }),
    ListItems: query({
      summary: 'List items, by code',
      path: '/items',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        q: z
          .string()
          .max(200)
          .optional()
          .describe(
            'Words of code, name, barcodes and attributes. The list is then in the order in which the items were made.',
          ),
        family: familyCode.optional().describe('With the families below it.'),
        kind: itemKind.optional(),
        isActive: flag.optional(),
        templates: flag.optional().describe('Templates alone, or none of them.'),
      }),
      reply: listOf(itemListed),
    }),
    SearchItems: query({
      summary: 'Search items as you type',
      description:
        'The best first: the whole code or a barcode, the beginning of a code, then words of code, name, barcodes and attributes in any order, each as far as it is typed. Accents and case do not count.',
      path: '/items/search',
      scope: 'inventory:read',
      input: z.strictObject({
        q: z.string().max(200),
        limit: wholeNumber(1, LIMITS.itemsFoundMax).optional(),
        kind: itemKind.optional(),
        inactive: flag.optional().describe('With those that are not used any more.'),
        templates: flag.optional().describe('With templates, which are not in stock themselves.'),
      }),
      reply: z.object({ data: z.array(foundItem), more: z.boolean().describe('There are others.') }),
    }),
    ListScannableItems: query({
      summary: 'List what a scanner needs to know of items, by code',
      description:
        'Items that are in use and kept in stock, with all their barcodes and units: for devices that go on working without a connection.',
      path: '/scannable-items',
      scope: 'inventory:read',
      input: z.strictObject(page),
      reply: listOf(scannableItem),
    }),
    GetLabels: query({
      summary: 'Labels with name, code and barcode; as PDF with format=pdf',
      path: '/items/labels',
      scope: 'inventory:read',
      files: ['pdf'],
      input: z.strictObject({
        items: z
          .string()
          .max(LIMITS.labelItemsMax * (LIMITS.itemCodeCharsMax + 8))
          .describe(
            'Ids or codes, separated by commas, each with how many labels it gets: "ESP-250:24,ESP-1000:6".',
          ),
        layout: labelLayout,
        unit: requiredLine(LIMITS.itemUnitCharsMax)
          .optional()
          .describe('Labels of this unit; default: the stock unit.'),
        symbol: z
          .enum(['own', 'code128', 'qr'])
          .optional()
          .describe('`own`: the barcode of the item, or its code as Code 128 where it has none.'),
        skip: wholeNumber(0, 200).optional().describe('Places of the first sheet that are used already.'),
      }),
      reply: labelsReply.extend({ skip: z.number() }),
    }),
    GetItemByBarcode: query({
      summary: 'Find an item by what a scanner read',
      description:
        'A barcode of an item, or a GS1 element string in brackets, with FNC1 as it is scanned, or as a GS1 Digital Link: (01) and (02) GTIN, (10) lot, (15) and (17) expiry, (21) serial number, (30) and (37) count.',
      path: '/items/by-barcode/{barcode}',
      scope: 'inventory:read',
      input: z.strictObject({ barcode: z.string().max(LIMITS.barcodeCharsMax) }),
      reply: scannedReply,
    }),
    GetItem: query({
      summary: 'Show an item',
      path: '/items/{item}',
      scope: 'inventory:read',
      input: z.strictObject({ item: itemRef }),
      reply: itemView,
    }),
    ChangeItem: command({
      summary: 'Change an item, or take it out of use',
      description: 'Unit, decimal places, method, tracking and standard cost are fixed once it has moved.',
      path: '/items/{item}/change',
      scope: 'items:write',
      status: 200,
      input: changedItem,
      reply: itemView,
      example: { name: 'Espresso, bag of 250 g', isActive: true },
    }),
    AddItemBarcode: command({
      summary: 'Give an item one more barcode',
      path: '/items/{item}/barcodes',
      scope: 'items:write',
      status: 200,
      input: barcodeInput.extend({ item: itemRef }),
      reply: itemView,
      example: { barcode: '96385074' },
    }),
    RemoveItemBarcode: command({
      summary: 'Take a barcode from an item',
      path: '/items/{item}/barcodes/remove',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({ item: itemRef, barcode: barcodeText }),
      reply: itemView,
      example: { barcode: '96385074' },
    }),
    GenerateVariants: command({
      summary: 'Make the variants of a template, one for each combination of values',
      description: `Variants that exist stay as they are; values may be added later. Axes are those of the template, or come with the request. Up to ${LIMITS.variantsARequestMax} new variants a request, ${LIMITS.variantsMax} a template.`,
      path: '/items/{item}/variants',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({
        item: itemRef,
        axes: axes.min(1, 'A matrix has at least one axis.').optional(),
        codePattern: codePattern.optional(),
        combinations: z
          .array(combination)
          .max(LIMITS.variantsARequestMax, `At most ${LIMITS.variantsARequestMax}.`)
          .optional()
          .describe('These alone; default: all.'),
        dryRun: flag.optional().describe('Makes nothing and says what would be made.'),
      }),
      reply: z.object({
        dryRun: z.boolean(),
        created: z.number(),
        existing: z.number(),
        data: z.array(
          z.object({ code: z.string(), name: z.string(), attributes: z.record(z.string(), z.string()) }),
        ),
      }),
      example: {
        axes: [
          {
            code: 'size',
            name: 'Size',
            values: [
              { code: 'S', name: 'Small' },
              { code: 'L', name: 'Large' },
            ],
          },
        ],
        codePattern: '{template}-{size}',
      },
    }),
    ListVariants: query({
      summary: 'List the variants of a template, by code',
      path: '/items/{item}/variants',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, item: itemRef }),
      reply: listOf(itemListed),
    }),
    ExplodeKit: query({
      summary: 'Show what one of a kit comes to, kits in it exploded',
      path: '/items/{item}/components',
      scope: 'inventory:read',
      input: z.strictObject({ item: itemRef }),
      reply: explodedReply,
    }),
    SetItemImage: command({
      summary: 'Choose which attached file is the image of an item',
      path: '/items/{item}/image',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({
        item: itemRef,
        attachment: z
          .string()
          .max(60)
          .nullable()
          .describe('Id of a file that is attached to the item; null: none.'),
      }),
      reply: itemView,
      example: { attachment: null },
    }),
    GetItemImage: query({
      summary: 'Show the image of an item',
      path: '/items/{item}/image',
      scope: 'inventory:read',
      replyType: 'application/octet-stream',
      input: z.strictObject({ item: itemRef }),
      reply: z.object({ name: z.string(), type: z.string(), bytes: z.number(), sha256: z.string() }),
    }),
  },
  events: {
    'item-family-saved': { version: 1, data: familySaved },
    'item-created': { version: 1, data: itemCreated },
    'item-changed': { version: 1, data: itemChanged },
  },
  refusals: {
    account_not_usable: { status: 422, title: 'The account is not one for this' },
    axes_fixed: { status: 409, title: 'The template has variants on these axes' },
    barcode_not_found: { status: 404, title: 'No item has this barcode' },
    barcode_taken: { status: 409, title: 'Another item has this barcode' },
    document_gone: { status: 410, title: 'The file is not in the store any more' },
    external_id_taken: { status: 409, title: 'An item with this external id exists' },
    family_cycle: { status: 422, title: 'A family would stand above itself' },
    family_not_found: { status: 422, title: 'There is no such family' },
    inexact_quantity: { status: 422, title: 'The quantity is none of the stock unit' },
    invalid_barcode: { status: 422, title: 'The barcode is not valid' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_item: { status: 422, title: 'The item is not valid' },
    invalid_quantity: { status: 422, title: 'The quantity is not a decimal that fits' },
    item_code_taken: { status: 409, title: 'An item with this code exists' },
    item_has_moved: { status: 409, title: 'The item has moved: this is fixed' },
    item_has_no_image: { status: 404, title: 'The item has no image' },
    item_is_short: { status: 409, title: 'More is out or promised than is there' },
    item_in_use: { status: 409, title: 'Other items are made of it' },
    item_not_found: { status: 404, title: 'There is no such item' },
    kit_cycle: { status: 422, title: 'A kit would contain itself' },
    kit_too_large: { status: 422, title: 'The kit has too many components' },
    not_an_image: { status: 422, title: 'The file is no image of the item' },
    rows_refused: { status: 422, title: 'Rows of the request were refused' },
    too_many_families: { status: 409, title: 'There are too many families' },
    too_many_labels: { status: 422, title: 'The labels are too many' },
    too_many_variants: { status: 422, title: 'The variants are too many' },
    unknown_account: { status: 422, title: 'There is no such account' },
    unknown_item: { status: 422, title: 'There is no such item' },
    unknown_unit_of_item: { status: 422, title: 'The item has no such unit' },
    variant_exists: { status: 409, title: 'The template has this variant' },
  },
} as const satisfies ModuleContract

export type ItemsContract = typeof itemsContract
