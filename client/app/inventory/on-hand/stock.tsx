import { DateInput, Field } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { NewMenu } from '../documents/new-menu.tsx'
import { useSeesCosts } from '../documents/queries.ts'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { ItemStockSheet } from './item-sheet.tsx'
import { OnHand } from './on-hand.tsx'
import { useStockSearch } from './stock-search.ts'
import { Values } from './values.tsx'

/** What lies where, and what it is worth. */
export function StockPage() {
  const { search, change } = useStockSearch()
  const seesCosts = useSeesCosts()
  const tab = seesCosts && search.tab === 'values' ? 'values' : 'on-hand'
  return (
    <Page
      title="Stock"
      subtitle="What is on hand, by item, place and lot."
      actions={<NewMenu label="New document" />}
      toolbar={
        <search className="flex w-full flex-wrap items-end gap-2">
          {seesCosts && (
            <Tabs
              label="What is shown"
              tabs={[
                { value: 'on-hand', label: 'On hand' },
                { value: 'values', label: 'Values' },
              ]}
              value={tab}
              onValue={(next) => change({ tab: next === 'values' ? next : undefined })}
            />
          )}
          <Field label="Item" className="max-sm:basis-full sm:w-72">
            {(control) => (
              <ItemPicker
                {...control}
                placeholder="Any item"
                value={search.item ?? ''}
                onValue={(item) => item !== (search.item ?? '') && change({ item: item || undefined })}
              />
            )}
          </Field>
          {tab === 'on-hand' && (
            <Field label="Place" className="max-sm:basis-full sm:w-56">
              {(control) => (
                <PlacePicker
                  {...control}
                  placeholder="Any place"
                  value={search.place ?? ''}
                  onValue={(place) => change({ place: place || undefined })}
                />
              )}
            </Field>
          )}
          {tab === 'values' && (
            <Field label="As of" className="sm:w-40">
              {(control) => (
                <DateInput
                  {...control}
                  value={search.asOf ?? ''}
                  onValue={(asOf) => change({ asOf: asOf || undefined })}
                />
              )}
            </Field>
          )}
        </search>
      }
    >
      {tab === 'on-hand' ? <OnHand /> : <Values />}
      {search.open && (
        <ItemStockSheet key={search.open} item={search.open} onClose={() => change({ open: undefined })} />
      )}
    </Page>
  )
}
