import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { flag, line, listOf, multiline, page, requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode, accountRef } from '../../ledger/contract.ts'

/** Where stock lies: warehouses with their bins in a tree, and the virtual places that goods come from and go to. */

/** A view only groups other places; goods never lie in it. Of the virtual kinds, every company has one from the beginning. */
export const PLACE_KINDS = [
  'bin',
  'view',
  'supplier',
  'customer',
  'scrap',
  'production',
  'adjustment',
  'transit',
] as const
const kind = z.enum(PLACE_KINDS)
export type PlaceKind = z.output<typeof kind>
const virtualKind = z.enum(['supplier', 'customer', 'scrap', 'production', 'adjustment', 'transit'])
const stockKind = z.enum(['bin', 'view'])

/** Codes are read by scanners and stand in lists that commas separate. */
export const placeCode = z
  .string()
  .min(1, 'Must not be empty.')
  .max(LIMITS.placeCodeCharsMax, `At most ${LIMITS.placeCodeCharsMax} characters.`)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/:+#-]*$/, 'Write letters, digits and . _ / : + # -, without spaces.')
  .meta({ examples: ['MAIN/A-01-03'] })
const name = line(LIMITS.nameCharsMax)
const address = multiline(LIMITS.addressCharsMax)
const sort = z
  .number()
  .int('Write a whole number.')
  .min(0)
  .max(LIMITS.placeSortMax, `At most ${LIMITS.placeSortMax}.`)
const pattern = line(LIMITS.rangePatternCharsMax).describe(
  'A code with ranges of numbers or capital letters in braces, such as "MAIN/A-{01..12}-{01..04}".',
)
const stockAccount = accountCode.describe(
  "Code of an asset account that goods in it are booked on, before the items' own. What lies in it already stays on its account.",
)
/** An item as others name it: its id, code or barcode. */
const itemRef = requiredLine(LIMITS.nameCharsMax)

// ---------------------------------------------------------------------------------------------------- events

const warehouseOpened = z.strictObject({
  ordinal: z.number().int(),
  code: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  /** Id of its own account for stock; absent: the items' accounts. */
  stockAccount: z.string().optional(),
})
export type WarehouseOpened = z.output<typeof warehouseOpened>

const warehouseFields = z.strictObject({
  code: z.string().optional(),
  name: z.string().optional(),
  address: z.string().nullable().optional(),
  isActive: z.boolean().optional(),
  stockAccount: z.string().nullable().optional(),
})
const warehouseChanged = z.strictObject({
  ordinal: z.number().int(),
  /** As it was before. */
  code: z.string(),
  before: warehouseFields,
  after: warehouseFields,
})
export type WarehouseChanged = z.output<typeof warehouseChanged>

const binsAdded = z.strictObject({
  warehouse: z.string(),
  parent: z.string(),
  kind: stockKind,
  isPickable: z.boolean(),
  /** Of the first; those that follow have the next ones. */
  ordinal: z.number().int(),
  bins: z.array(z.strictObject({ code: z.string(), name: z.string(), sort: z.number().int() })),
})
export type BinsAdded = z.output<typeof binsAdded>

const virtualPlaceAdded = z.strictObject({
  ordinal: z.number().int(),
  code: z.string(),
  name: z.string(),
  kind: virtualKind,
})
export type VirtualPlaceAdded = z.output<typeof virtualPlaceAdded>

const placeFields = z.strictObject({
  code: z.string().optional(),
  name: z.string().optional(),
  /** Code of the place above, as it was at that time. */
  parent: z.string().optional(),
  kind: stockKind.optional(),
  isActive: z.boolean().optional(),
  isPickable: z.boolean().optional(),
  sort: z.number().int().optional(),
})
const placeChanged = z.strictObject({
  ordinal: z.number().int(),
  /** As it was before. */
  code: z.string(),
  before: placeFields,
  after: placeFields,
})
export type PlaceChanged = z.output<typeof placeChanged>

const putAwaySet = z.strictObject({
  /** Id of the item. */
  item: z.string(),
  warehouse: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type PutAwaySet = z.output<typeof putAwaySet>

// ----------------------------------------------------------------------------------------------------- views

const warehouseView = z.object({
  code: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  isActive: z.boolean(),
  stockAccount: accountRef
    .nullable()
    .describe("The account that goods in it are booked on, before the items' own."),
})
const placeView = z.object({
  code: z.string(),
  barcode: z.string().describe('What its label carries: its code.'),
  name: z.string(),
  kind,
  warehouse: z.string().nullable().describe('Null where the place is virtual.'),
  parent: z.string().nullable(),
  path: z.array(z.string()).describe('Codes from the root place of the warehouse down to this place.'),
  isActive: z.boolean(),
  isPickable: z.boolean(),
  sort: z.number().describe('Order in which places are walked when goods are picked; then by code.'),
  hasChildren: z.boolean(),
})
export type PlaceView = z.output<typeof placeView>

const putAwayView = z.object({
  item: z.object({ id: z.string(), code: z.string(), name: z.string() }),
  warehouse: z.string(),
  place: z.string().nullable(),
})

// -------------------------------------------------------------------------------------------------- contract

export const placesContract = {
  name: 'places',
  title: 'Warehouses and places',
  operations: {
    OpenWarehouse: command({
      summary: 'Open a warehouse',
      description: 'Its code is also that of its root place: a company without bins keeps its stock there.',
      path: '/warehouses',
      scope: 'items:write',
      input: z.strictObject({
        code: placeCode,
        name: requiredLine(LIMITS.nameCharsMax),
        address: address.optional(),
        stockAccount: stockAccount.optional(),
      }),
      reply: warehouseView,
      example: { code: 'MAIN', name: 'Main warehouse', address: 'Harbour 1\n20457 Hamburg' },
    }),
    ListWarehouses: query({
      summary: 'List the warehouses, by code',
      path: '/warehouses',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, isActive: flag.optional() }),
      reply: listOf(warehouseView),
    }),
    GetWarehouse: query({
      summary: 'Show a warehouse',
      path: '/warehouses/{warehouse}',
      scope: 'inventory:read',
      input: z.strictObject({ warehouse: placeCode }),
      reply: warehouseView,
    }),
    ChangeWarehouse: command({
      summary: 'Rename a warehouse, change its code or address, or take it out of use',
      description: 'A warehouse in which something lies stays in use. History follows a new code.',
      path: '/warehouses/{warehouse}/change',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({
        warehouse: placeCode,
        code: placeCode.optional(),
        name: requiredLine(LIMITS.nameCharsMax).optional(),
        address: address.nullable().optional(),
        stockAccount: stockAccount.nullable().optional(),
        isActive: flag.optional(),
      }),
      reply: warehouseView,
      example: { name: 'Main warehouse, harbour' },
    }),
    AddBin: command({
      summary: 'Add a bin to a warehouse',
      path: '/bins',
      scope: 'items:write',
      input: z.strictObject({
        warehouse: placeCode,
        code: placeCode,
        name: name.optional(),
        parent: placeCode
          .optional()
          .describe('The place above it; the root place of the warehouse where left out.'),
        kind: stockKind.optional(),
        isPickable: flag.optional(),
        sort: sort.optional(),
      }),
      reply: placeView,
      example: { warehouse: 'MAIN', code: 'MAIN/A', name: 'Aisle A', kind: 'view' },
    }),
    AddBins: command({
      summary: 'Add many bins by a pattern of codes',
      description: `At most ${LIMITS.binsARequestMax} a request. Look at what comes of a pattern first: \`GET …/bins/range\`.`,
      path: '/bins/range',
      scope: 'items:write',
      input: z.strictObject({
        warehouse: placeCode,
        pattern,
        parent: placeCode.optional(),
        kind: stockKind.optional(),
        isPickable: flag.optional(),
        sort: sort.optional().describe('Of the first bin; each following one has the next number.'),
        skipExisting: flag.optional().describe('Leave codes out that exist, instead of refusing.'),
      }),
      reply: z.object({
        added: z.number(),
        skipped: z.number(),
        first: z.string().nullable(),
        last: z.string().nullable(),
      }),
      example: { warehouse: 'MAIN', pattern: 'MAIN/B-{01..12}-{01..04}' },
    }),
    PreviewBins: query({
      summary: 'Show what a pattern of codes comes to',
      path: '/bins/range',
      scope: 'inventory:read',
      input: z.strictObject({ pattern }),
      reply: z.object({
        count: z.number(),
        codes: z.array(z.string()).describe('The first ones.'),
        last: z.string(),
        taken: z.number().describe('How many of them exist.'),
        takenCodes: z.array(z.string()).describe('The first of those that exist.'),
      }),
    }),
    AddVirtualPlace: command({
      summary: 'Add a virtual place that goods come from or go to',
      description:
        'SUPPLIERS, CUSTOMERS, SCRAP, PRODUCTION, ADJUSTMENT and TRANSIT are there from the beginning.',
      path: '/virtual-places',
      scope: 'items:write',
      input: z.strictObject({
        code: placeCode,
        name: requiredLine(LIMITS.nameCharsMax),
        kind: virtualKind,
      }),
      reply: placeView,
      example: { code: 'SHRINKAGE', name: 'Shrinkage', kind: 'adjustment' },
    }),
    ListPlaces: query({
      summary: 'List places: all, of a warehouse, or directly below a place',
      path: '/places',
      scope: 'inventory:read',
      input: z.strictObject({
        ...page,
        warehouse: placeCode.optional(),
        parent: placeCode.optional().describe('Only those directly below it: the tree, level by level.'),
        kind: kind.optional(),
        isActive: flag.optional(),
        isVirtual: flag.optional(),
        q: line(200).optional().describe('A part of the code or the name.'),
        order: z
          .enum(['code', 'pick'])
          .optional()
          .describe('`pick`: in the order in which they are walked; takes a warehouse.'),
      }),
      reply: listOf(placeView),
    }),
    GetPlace: query({
      summary: 'Show a place',
      path: '/places/{place}',
      scope: 'inventory:read',
      input: z.strictObject({ place: placeCode }),
      reply: placeView,
    }),
    ChangePlace: command({
      summary: 'Rename or move a place, or take it out of use',
      description:
        'History follows a new code. A place moves within its warehouse only: goods change warehouses by a transfer.',
      path: '/places/{place}/change',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({
        place: placeCode,
        code: placeCode.optional(),
        name: name.optional(),
        parent: placeCode.optional(),
        kind: stockKind.optional(),
        isActive: flag.optional(),
        isPickable: flag.optional(),
        sort: sort.optional(),
      }),
      reply: placeView,
      example: { name: 'Aisle A, cold', sort: 10 },
    }),
    SetPutAway: command({
      summary: 'Say where an item is put away in a warehouse',
      description: 'A hint for those who receive goods; null takes it back.',
      path: '/put-away',
      scope: 'items:write',
      status: 200,
      input: z.strictObject({ item: itemRef, warehouse: placeCode, place: placeCode.nullable() }),
      reply: putAwayView,
      example: { item: 'ESP-250', warehouse: 'MAIN', place: 'MAIN/A' },
    }),
    ListPutAway: query({
      summary: 'List where items are put away in a warehouse',
      path: '/put-away',
      scope: 'inventory:read',
      input: z.strictObject({ ...page, warehouse: placeCode.optional(), item: itemRef.optional() }),
      reply: listOf(putAwayView),
    }),
  },
  events: {
    'warehouse-opened': { version: 1, data: warehouseOpened },
    'warehouse-changed': { version: 1, data: warehouseChanged },
    'bins-added': { version: 1, data: binsAdded },
    'virtual-place-added': { version: 1, data: virtualPlaceAdded },
    'place-changed': { version: 1, data: placeChanged },
    'put-away-set': { version: 1, data: putAwaySet },
  },
  refusals: {
    account_not_usable: { status: 422, title: 'The account is not of the right kind' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_bin_pattern: { status: 422, title: 'The pattern makes no codes' },
    place_code_taken: { status: 409, title: 'A place with this code exists' },
    place_cycle: { status: 422, title: 'A place would lie below itself' },
    place_fixed: { status: 409, title: 'This cannot be changed of the place' },
    place_inactive: { status: 409, title: 'The place is out of use' },
    place_in_use: { status: 409, title: 'The place is in use' },
    place_not_found: { status: 404, title: 'There is no such place' },
    places_too_deep: { status: 422, title: 'Places lie too deep in each other' },
    too_many_places: { status: 409, title: 'There are too many places' },
    wrong_warehouse: { status: 422, title: 'The place is of another warehouse' },
    unknown_account: { status: 422, title: 'There is no such account' },
    unknown_item: { status: 422, title: 'There is no such item' },
    unknown_place: { status: 422, title: 'There is no such place' },
    unknown_warehouse: { status: 422, title: 'There is no such warehouse' },
    warehouse_not_found: { status: 404, title: 'There is no such warehouse' },
  },
} as const satisfies ModuleContract

export type PlacesContract = typeof placesContract
