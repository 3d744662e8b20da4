import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Loading } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Item, itemQuery } from '../pickers/queries.ts'
import { BarcodeRows } from './barcode-rows.tsx'
import { defaultsOf, lineage } from './families.ts'
import { draftOf, emptyDraft, type ItemDraft, newItemOf, newKey, unitProblems } from './item-draft.ts'
import { ItemForm, Part } from './item-form.tsx'
import { familiesQuery, useFamilies } from './queries.ts'

/** An item from nothing, or like another one. */
export function NewItemPage() {
  const company = useCompanySlug()
  const { copy, family, code } = useSearch({ from: '/signed-in/companies/$company/items/new' })
  const original = useQuery({ ...itemQuery(company, copy ?? ''), enabled: copy !== undefined })
  const families = useQuery(familiesQuery(company))
  const mayCreate = useMay('items.CreateItem')
  const isPending = families.isPending || (copy !== undefined && original.isPending)
  return (
    <Page title="New item" width="measure">
      {!mayCreate && <p className="text-muted">Your role does not include creating items.</p>}
      {mayCreate && isPending && <Loading label="Loading the families" />}
      {mayCreate && !isPending && (
        <NewItemForm
          initial={{
            ...(original.data ? copyOf(original.data) : emptyDraft()),
            ...(family && { family }),
            ...(code && { code }),
          }}
        />
      )}
    </Page>
  )
}

/** Everything but what no two items share. */
const copyOf = (item: Item): ItemDraft => ({
  ...draftOf(item),
  code: '',
  externalId: '',
  barcodes: [{ key: newKey(), barcode: '', unit: '' }],
})

function NewItemForm({ initial }: { initial: ItemDraft }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const { byCode } = useFamilies(company)
  const [draft, setDraft] = useState(initial)
  const goesOn = useRef(false)
  const { form, errors, setErrors, submit, isBusy } = useCommand({
    operation: itemsContract.operations.CreateItem,
    call: meridian.items.CreateItem,
    stale: ['items'],
    onDone: async ({ id, code, name }) => {
      toast(`Item ${code} ${name} is there.`)
      if (!goesOn.current)
        return navigate({ to: '/companies/$company/items/$item', params: { company, item: id } })
      // Those that come after are usually of the same family.
      setDraft({ ...emptyDraft(), family: draft.family })
      form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
      return undefined
    },
  })
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [form])
  const defaults = defaultsOf(byCode, draft.family, draft.kind)
  const change = (next: Partial<ItemDraft>) => setDraft((before) => ({ ...before, ...next }))
  const send = (isSeries: boolean) => {
    goesOn.current = isSeries
    const refused = fieldErrors(unitProblems(draft.units))
    if (refused) return setErrors(refused)
    submit(newItemOf(draft))
  }
  const part = { draft, defaults, errors, onChange: change }
  return (
    <ItemForm
      {...part}
      form={form}
      verb="Create item"
      isBusy={isBusy}
      onSubmit={() => send(false)}
      inherited={(name) =>
        lineage(byCode, draft.family)
          .map(({ accounts }) => accounts[name])
          .filter((account) => account !== undefined)
          .map(({ code, name: called }) => `${code} ${called}`)[0]
      }
      ways={
        <>
          <Link to="/companies/$company/items" params={{ company }} className={buttonClass()}>
            Cancel
          </Link>
          <Button className="max-sm:hidden" onClick={() => send(true)}>
            Create and add another
          </Button>
        </>
      }
    >
      <Part
        title="Barcodes"
        description="EAN and UPC are recognised by their digits; anything else becomes a Code 128."
      >
        <BarcodeRows {...part} />
      </Part>
    </ItemForm>
  )
}
