import { LIMITS } from '../../kernel/limits.ts'
import { readBarcode } from './barcodes.ts'
import type { BarcodeKind } from './contract.ts'
import type { Item } from './model.ts'
import { conversionOf } from './quantities.ts'
import { at, type ItemsRefusal } from './refusals.ts'
import { briefOf, type Input, type Reply } from './views.ts'

/** What stands on labels: the page itself is made at the edge. */
export function labelsOf(
  { items, layout, unit, symbol = 'own', skip = 0 }: Input<'GetLabels'>,
  byRef: (ref: string) => Item | undefined,
): Reply<'GetLabels'> | ItemsRefusal {
  const wanted = items.split(',').filter((each) => each.trim() !== '')
  if (wanted.length === 0 || wanted.length > LIMITS.labelItemsMax)
    return at('/items', 'too_many_labels', `Name 1 to ${LIMITS.labelItemsMax} items.`)
  const data: Reply<'GetLabels'>['data'] = []
  for (const text of wanted) {
    const label = labelOf(text.trim(), unit, symbol, byRef)
    if ('refused' in label) return label
    data.push(label)
  }
  const labels = data.reduce((sum, { quantity }) => sum + quantity, 0)
  if (labels > LIMITS.labelsMax)
    return at('/items', 'too_many_labels', `A file has at most ${LIMITS.labelsMax} labels, not ${labels}.`)
  return { layout, labels, data, skip }
}

type Label = Reply<'GetLabels'>['data'][number]

function labelOf(
  text: string,
  unit: string | undefined,
  symbol: 'own' | 'code128' | 'qr',
  byRef: (ref: string) => Item | undefined,
): Label | ItemsRefusal {
  // A code may have a colon itself: the whole text is tried first.
  const [, ref = text, count = '1'] = byRef(text) ? [] : (/^(.*):(\d{1,6})$/.exec(text) ?? [])
  const item = byRef(ref)
  if (!item) return at('/items', 'unknown_item', `There is no item ${ref}.`)
  const quantity = Number(count)
  if (quantity === 0) return at('/items', 'invalid_quantity', `${item.code} would get no label.`)
  if (!conversionOf(item, unit))
    return at('/unit', 'unknown_unit_of_item', `${item.code} has no unit ${unit}.`)
  const barcode = symbolOf(item, unit === item.unit ? null : (unit ?? null), symbol)
  if ('problem' in barcode) return at('/symbol', 'invalid_barcode', `${item.code}: ${barcode.problem}`)
  return { item: briefOf(item), barcode, unit: unit ?? item.unit, quantity }
}

/** The barcode of the unit; where it has none, the code of the item, which scanners find it by as well. */
function symbolOf(
  item: Item,
  unit: string | null,
  symbol: 'own' | 'code128' | 'qr',
): { text: string; kind: BarcodeKind } | { problem: string } {
  const own = item.barcodes.find((each) => each.unit === unit)
  if (symbol === 'own' && own) return { text: own.barcode, kind: own.kind }
  const read = readBarcode(own?.barcode ?? item.code, symbol === 'own' ? undefined : symbol, unit)
  return 'problem' in read ? read : { text: read.barcode, kind: read.kind }
}
