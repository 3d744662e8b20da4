import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import type { BookAccount } from '../stock-item.ts'
import { resolvedAccount } from './accounts.ts'
import { type Family, ITEM_ACCOUNTS, type ItemsContract } from './contract.ts'
import type { Families } from './families.ts'
import { type Item, isTemplate, lineage } from './model.ts'
import type { Surroundings } from './ports.ts'
import type { ItemListed, ItemView, ScannableItem } from './replies.ts'
import type { ItemTables } from './tables.ts'
import { formatMeasure } from './writing.ts'

/** Items and families as a reader sees them. */

export type Reply<Name extends keyof ItemsContract['operations']> = ReplyOf<ItemsContract, Name>
export type Input<Name extends keyof ItemsContract['operations']> = InputOf<ItemsContract, Name>

export const briefOf = ({ id, code, name }: Item) => ({ id, code, name })

export const listed = (item: Item): ItemListed => ({
  ...briefOf(item),
  kind: item.kind,
  family: item.family,
  unit: item.unit,
  tracking: item.tracking,
  method: item.method,
  barcode: item.barcodes.find(({ unit }) => unit === null)?.barcode ?? null,
  attributes: item.attributes,
  template: item.template,
  isTemplate: isTemplate(item),
  image: item.image,
  externalId: item.externalId,
  isActive: item.isActive,
})

export const scannable = (item: Item): ScannableItem => ({
  ...briefOf(item),
  unit: item.unit,
  scale: item.scale,
  units: item.units,
  tracking: item.tracking,
  hasExpiry: item.hasExpiry,
  barcodes: item.barcodes.map(({ barcode, unit }) => ({ barcode, unit })),
})

const accountRef = ({ code, name, type }: BookAccount) => ({ code, name, type })

interface Books {
  tables: ItemTables
  families: Families
  around: Surroundings
}
type Sees = (account: BookAccount) => boolean

export function itemView(item: Item, { tables, families, around }: Books, sees: Sees): ItemView {
  const { family: _, barcode: __, template: ___, ...plain } = listed(item)
  const family = item.family === null ? undefined : families.family(item.family)
  const template = item.template === null ? undefined : tables.find(item.template)
  return {
    ...plain,
    family: family ? { code: family.code, name: family.name } : null,
    description: item.description,
    scale: item.scale,
    units: item.units,
    purchaseUnit: item.purchaseUnit ?? item.unit,
    salesUnit: item.salesUnit ?? item.unit,
    hasExpiry: item.hasExpiry,
    allowsNegative: item.allowsNegative,
    standardCost: item.standardCost,
    tax: item.tax ?? taxOf(families, item.family),
    ownTax: item.tax,
    weightKg: formatMeasure(item.weightMilligrams),
    volumeLitres: formatMeasure(item.volumeMicrolitres),
    barcodes: item.barcodes,
    accounts: ITEM_ACCOUNTS.map((name) => {
      const resolved = resolvedAccount(item, name, families, around.chart)
      if (!resolved || !sees(resolved.account)) return { name, account: null, from: null, family: null }
      return { name, ...resolved, account: accountRef(resolved.account) }
    }),
    components: item.components.flatMap(({ item: id, quantity }) => {
      const component = tables.find(id)
      return component ? [{ item: briefOf(component), quantity, unit: component.unit }] : []
    }),
    template: template ? briefOf(template) : null,
    axes: item.axes,
    codePattern: item.codePattern,
    variants: isTemplate(item) ? tables.variantCount(item.ordinal) : 0,
    hasMoved: around.hasMoved(item.id),
    sequence: item.ordinal,
  }
}

function taxOf(families: Families, family: string | null): string | null {
  for (const { tax } of lineage(families, family)) if (tax !== null) return tax
  return null
}

export const familyView = (family: Family, { chart }: Surroundings, sees: Sees): Reply<'SaveItemFamily'> => ({
  ...family,
  accounts: Object.fromEntries(
    Object.entries(family.accounts).flatMap(([name, id]) => {
      const account = chart.accountById(id)
      return sees(account) ? [[name, accountRef(account)]] : []
    }),
  ),
})
