import type { Families } from './families.ts'
import type { Catalogue } from './model.ts'
import type { ItemTables } from './tables.ts'

/** What is in the books, for the decisions of one actor. */
export function catalogueOf(
  tables: ItemTables,
  families: Families,
  { hasMoved, isShort, account }: Pick<Catalogue, 'hasMoved' | 'isShort' | 'account'>,
): Catalogue {
  const ordinalOf = (id: string) => tables.find(id)?.ordinal ?? 0
  return {
    item: (id) => tables.find(id),
    byRef: (ref) => tables.byRef(ref),
    idOfCode: (code) => tables.byCode(code)?.id,
    idOfExternalId: (externalId) => tables.byExternalId(externalId)?.id,
    idOfBarcode: (key) => tables.byBarcode(key)?.id,
    variants: (template) => tables.variants(ordinalOf(template)),
    variantCount: (template) => tables.variantCount(ordinalOf(template)),
    variantAt: (template, cell) => tables.variantAt(ordinalOf(template), cell),
    isComponent: (id) => tables.isComponent(ordinalOf(id)),
    hasMoved,
    isShort,
    family: (code) => families.family(code),
    account,
  }
}
