import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Item, itemQuery } from '../pickers/queries.ts'
import { defaultsOf } from './families.ts'
import { changeOf, draftOf, type ItemDraft, unitProblems } from './item-draft.ts'
import { ItemForm } from './item-form.tsx'
import { useFamilies } from './queries.ts'

/** An item as it is, to be changed. Only what differs is sent. */
export function EditItemPage() {
  const company = useCompanySlug()
  const { item: ref } = useParams({ from: '/signed-in/companies/$company/items/$item/edit' })
  const query = useQuery(itemQuery(company, ref))
  const mayChange = useMay('items.ChangeItem')
  return (
    <Page
      title={query.data ? `Change ${query.data.code}` : 'Change an item'}
      width="measure"
      subtitle={
        query.data?.hasMoved
          ? 'It has moved: its unit, decimals, method, tracking and standard cost are fixed.'
          : undefined
      }
    >
      {query.isPending && <Loading label="Loading the item" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {!mayChange && <p className="text-muted">Your role does not include changing items.</p>}
      {mayChange && query.data && <EditItemForm key={query.data.id} item={query.data} />}
    </Page>
  )
}

function EditItemForm({ item }: { item: Item }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const { byCode } = useFamilies(company)
  const [draft, setDraft] = useState(() => draftOf(item))
  const back = () => navigate({ to: '/companies/$company/items/$item', params: { company, item: item.id } })
  const { form, errors, setErrors, submit, isBusy } = useCommand({
    operation: itemsContract.operations.ChangeItem,
    call: meridian.items.ChangeItem,
    stale: ['items', 'stock', 'stock-reports'],
    onDone: async ({ code }) => {
      toast(`Item ${code} is changed.`)
      await back()
    },
    onParked: () => void back(),
  })
  const send = () => {
    const refused = fieldErrors(unitProblems(draft.units))
    if (refused) return setErrors(refused)
    const input = changeOf(item, draft)
    if (Object.keys(input).length > 1) submit(input)
    else void back()
  }
  return (
    <ItemForm
      draft={draft}
      defaults={defaultsOf(byCode, draft.family, draft.kind)}
      errors={errors}
      isFixed={item.hasMoved}
      onChange={(next: Partial<ItemDraft>) => setDraft((before) => ({ ...before, ...next }))}
      form={form}
      verb="Save"
      isBusy={isBusy}
      onSubmit={send}
      inherited={(name) => {
        const resolved = item.accounts.find((each) => each.name === name && each.from !== 'item')?.account
        return resolved ? `${resolved.code} ${resolved.name}` : undefined
      }}
      ways={
        <Link
          to="/companies/$company/items/$item"
          params={{ company, item: item.id }}
          className={buttonClass()}
        >
          Cancel
        </Link>
      }
    />
  )
}
