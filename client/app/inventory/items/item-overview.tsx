import { useCompany } from '../../company/queries.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { Facts } from '../../ui/facts.tsx'
import { conversionText } from '../format.ts'
import type { Item } from '../pickers/queries.ts'
import { ItemAccounts } from './item-accounts.tsx'
import { ItemBarcodes } from './item-barcodes.tsx'
import { ItemComponents } from './item-components.tsx'
import { ItemImage } from './item-image.tsx'
import { ItemStock } from './item-stock.tsx'
import { ItemUse } from './item-use.tsx'
import { KIND_NAMES, METHOD_NAMES, TRACKING_NAMES } from './names.ts'

/** What an item is, and how much of it there is. */
export function ItemOverview({ item }: { item: Item }) {
  const isKept = item.kind === 'stock' && !item.isTemplate
  return (
    <div className="grid items-start gap-x-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        {isKept && <ItemStock item={item} />}
        {item.kind === 'kit' && <ItemComponents item={item} />}
        <ItemFacts item={item} />
        {item.kind === 'stock' && <ItemAccounts item={item} />}
      </div>
      <div className="min-w-0">
        <ItemImage item={item} />
        {!item.isTemplate && <ItemBarcodes item={item} />}
        <ItemUse item={item} />
      </div>
    </div>
  )
}

function ItemFacts({ item }: { item: Item }) {
  const { currency } = useCompany()
  const isStock = item.kind === 'stock'
  return (
    <section aria-label="Facts" className="mb-5 rounded-lg border border-line bg-surface p-4 sm:px-5">
      {item.description && <p className="mb-4 max-w-prose whitespace-pre-line">{item.description}</p>}
      <Facts
        facts={[
          ['Kind', KIND_NAMES[item.kind].name],
          ['Stock unit', item.unit],
          ['Other units', <Conversions key="units" item={item} />],
          ['Bought in', item.units.length > 0 && item.purchaseUnit],
          ['Sold in', item.units.length > 0 && item.salesUnit],
          ['Tracking', isStock && trackingText(item)],
          ['Valued by', isStock && METHOD_NAMES[item.method]],
          [
            'Standard cost',
            item.standardCost && `${formatAmount(item.standardCost)} ${currency} / ${item.unit}`,
          ],
          ['Negative stock', isStock && item.allowsNegative && 'Allowed, corrected on receipt'],
          ['Weight', item.weightKg && `${formatAmount(item.weightKg)} kg / ${item.unit}`],
          ['Volume', item.volumeLitres && `${formatAmount(item.volumeLitres)} l / ${item.unit}`],
          ['Tax', item.tax],
          ['External id', item.externalId],
          ...Object.entries(item.attributes).map(([name, value]) => [capital(name), value] as const),
        ].map(([label, value]) => [label as string, value === false ? null : value])}
      />
    </section>
  )
}

const Conversions = ({ item: { units, unit } }: { item: Item }) =>
  units.length === 0 ? (
    <span className="text-faint">None</span>
  ) : (
    <ul>
      {units.map((each) => (
        <li key={each.code} className="tabular-nums">
          {conversionText(each, unit)}
        </li>
      ))}
    </ul>
  )

const trackingText = ({ tracking, hasExpiry }: Item): string =>
  hasExpiry ? `${TRACKING_NAMES[tracking]}, expires` : TRACKING_NAMES[tracking]

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
