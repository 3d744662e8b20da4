import {
  ITEM_ACCOUNTS,
  type ItemAccount,
  type itemsContract,
} from '../../../../durable-objects/inventory/items/contract.ts'
import type { CallInput } from '../../../sdk/types.ts'
import { decimalOf, fractionOf } from '../format.ts'
import type { Item } from '../pickers/queries.ts'
import { meantKind } from './names.ts'

type Operations = (typeof itemsContract)['operations']
type NewItem = CallInput<Operations['CreateItem']>
type ItemChange = CallInput<Operations['ChangeItem']>
type Kind = NonNullable<NewItem['kind']>
type Method = NonNullable<NewItem['method']>
type Tracking = NonNullable<NewItem['tracking']>

export interface UnitDraft {
  key: number
  code: string
  /** How many stock units one of it is: `12`, `0.25`, `1/3`. */
  factor: string
}

export interface BarcodeDraft {
  key: number
  barcode: string
  unit: string
}

export interface ComponentDraft {
  key: number
  /** Code. */
  item: string
  quantity: string
  unit: string
}

/** An item as it stands in the form. Empty: not said, so as the family says, or nothing. */
export interface ItemDraft {
  code: string
  name: string
  family: string
  kind: Kind | ''
  unit: string
  scale: string
  method: Method | ''
  tracking: Tracking | ''
  hasExpiry: boolean | undefined
  allowsNegative: boolean | undefined
  description: string
  units: readonly UnitDraft[]
  purchaseUnit: string
  salesUnit: string
  standardCost: string
  tax: string
  weightKg: string
  volumeLitres: string
  barcodes: readonly BarcodeDraft[]
  components: readonly ComponentDraft[]
  accounts: Readonly<Partial<Record<ItemAccount, string>>>
  externalId: string
}

let lastKey = 0
export const newKey = (): number => ++lastKey

export const emptyDraft = (): ItemDraft => ({
  code: '',
  name: '',
  family: '',
  kind: '',
  unit: '',
  scale: '',
  method: '',
  tracking: '',
  hasExpiry: undefined,
  allowsNegative: undefined,
  description: '',
  units: [],
  purchaseUnit: '',
  salesUnit: '',
  standardCost: '',
  tax: '',
  weightKg: '',
  volumeLitres: '',
  barcodes: [{ key: newKey(), barcode: '', unit: '' }],
  components: [],
  accounts: {},
  externalId: '',
})

/** An item that exists; a copy of it has another code and no barcodes. */
export const draftOf = (item: Item): ItemDraft => ({
  code: item.code,
  name: item.name,
  family: item.family?.code ?? '',
  kind: item.kind,
  unit: item.unit,
  scale: String(item.scale),
  method: item.method,
  tracking: item.tracking,
  hasExpiry: item.hasExpiry,
  allowsNegative: item.allowsNegative,
  description: item.description ?? '',
  units: item.units.map(({ code, numerator, denominator }) => ({
    key: newKey(),
    code,
    factor: denominator === 1 ? String(numerator) : `${numerator}/${denominator}`,
  })),
  purchaseUnit: item.purchaseUnit === item.unit ? '' : item.purchaseUnit,
  salesUnit: item.salesUnit === item.unit ? '' : item.salesUnit,
  standardCost: item.standardCost ?? '',
  tax: item.ownTax ?? '',
  weightKg: item.weightKg ?? '',
  volumeLitres: item.volumeLitres ?? '',
  barcodes: item.barcodes.map(({ barcode, unit }) => ({ key: newKey(), barcode, unit: unit ?? '' })),
  components: item.components.map(({ item: component, quantity, unit }) => ({
    key: newKey(),
    item: component.code,
    quantity,
    unit,
  })),
  accounts: Object.fromEntries(
    item.accounts.flatMap(({ name, account, from }) =>
      from === 'item' && account ? [[name, account.code]] : [],
    ),
  ),
  externalId: item.externalId ?? '',
})

/** Factors that are no numbers, which the contract has no words for. */
export function unitProblems(units: readonly UnitDraft[]): Record<string, string | false> {
  return Object.fromEntries(
    filledUnits(units).map(({ factor }, index) => [
      `/units/${index}/numerator`,
      fractionOf(factor) === undefined && 'Write how many stock units it is: 12, 0.25 or 1/3.',
    ]),
  )
}

/** What is said, and nothing else: the rest is as the family says. */
export function newItemOf(draft: ItemDraft): NewItem {
  const { code, name, family, kind, unit, scale, method, tracking, hasExpiry, allowsNegative } = draft
  return {
    code: code.trim(),
    name: name.trim(),
    ...(family && { family }),
    ...(kind && { kind }),
    ...(unit.trim() && { unit: unit.trim() }),
    ...(scale && { scale: Number(scale) }),
    ...(method && { method }),
    ...(tracking && { tracking }),
    ...(hasExpiry !== undefined && { hasExpiry }),
    ...(allowsNegative !== undefined && { allowsNegative }),
    ...said(listsOf(draft)),
    ...said(textsOf(draft)),
    ...(filledBarcodes(draft.barcodes).length > 0 && { barcodes: barcodesOf(draft.barcodes) }),
    ...(Object.values(draft.accounts).some(Boolean) && { accounts: filledAccounts(draft.accounts) }),
  }
}

/** Only what differs from the item. */
export function changeOf(item: Item, draft: ItemDraft): ItemChange {
  const before = wholeOf(draftOf(item))
  const after = wholeOf(draft)
  const changed = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof typeof before]),
  )
  const accounts = accountChanges(draftOf(item).accounts, draft.accounts)
  return {
    item: item.id,
    ...(Object.fromEntries(changed) as Partial<typeof after>),
    ...(Object.keys(accounts).length > 0 && { accounts }),
  }
}

/** All fields of an item that is there already. */
function wholeOf(draft: ItemDraft) {
  return {
    code: draft.code.trim(),
    name: draft.name.trim(),
    family: draft.family || null,
    kind: draft.kind || undefined,
    unit: draft.unit.trim(),
    scale: Number(draft.scale),
    method: draft.method || undefined,
    tracking: draft.tracking || undefined,
    hasExpiry: draft.hasExpiry,
    allowsNegative: draft.allowsNegative,
    ...listsOf(draft),
    ...textsOf(draft),
  } as Omit<ItemChange, 'item' | 'accounts' | 'barcodes'>
}

const textsOf = (draft: ItemDraft) => ({
  description: draft.description.trim() || null,
  purchaseUnit: draft.purchaseUnit || null,
  salesUnit: draft.salesUnit || null,
  standardCost: draft.standardCost.trim() ? decimalOf(draft.standardCost) : null,
  tax: draft.tax.trim() || null,
  weightKg: draft.weightKg.trim() ? decimalOf(draft.weightKg) : null,
  volumeLitres: draft.volumeLitres.trim() ? decimalOf(draft.volumeLitres) : null,
  externalId: draft.externalId.trim() || null,
})

const listsOf = ({ units, components, kind }: ItemDraft) => ({
  units: filledUnits(units).map(({ code, factor }) => ({
    code: code.trim(),
    ...(fractionOf(factor) ?? { numerator: 0, denominator: 1 }),
  })),
  components:
    kind === 'kit'
      ? filledComponents(components).map(({ item, quantity, unit }) => ({
          item,
          quantity: decimalOf(quantity),
          ...(unit && { unit }),
        }))
      : [],
})

/** Rows that are begun; an empty one is only room for another. */
export const filledUnits = (units: readonly UnitDraft[]) =>
  units.filter(({ code, factor }) => code.trim() || factor.trim())
export const filledComponents = (components: readonly ComponentDraft[]) =>
  components.filter(({ item, quantity }) => item.trim() || quantity.trim())
export const filledBarcodes = (barcodes: readonly BarcodeDraft[]) =>
  barcodes.filter(({ barcode }) => barcode.trim())

const barcodesOf = (barcodes: readonly BarcodeDraft[]) =>
  filledBarcodes(barcodes).map(({ barcode, unit }) => barcodeInput(barcode, unit))

export function barcodeInput(text: string, unit: string) {
  const barcode = text.trim()
  const kind = meantKind(barcode)
  return { barcode, ...(kind && { kind }), ...(unit && { unit }) }
}

const filledAccounts = (accounts: ItemDraft['accounts']) =>
  Object.fromEntries(Object.entries(accounts).filter(([, code]) => code)) as Partial<
    Record<ItemAccount, string>
  >

/** Codes of those that changed; null where the family decides again. */
export function accountChanges(before: ItemDraft['accounts'], after: ItemDraft['accounts']) {
  const changed = ITEM_ACCOUNTS.filter((name) => (before[name] ?? '') !== (after[name] ?? ''))
  return Object.fromEntries(changed.map((name) => [name, after[name] || null])) as Partial<
    Record<ItemAccount, string | null>
  >
}

const said = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  ) as { [Field in keyof Fields]?: NonNullable<Fields[Field]> }
