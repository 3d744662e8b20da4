import { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Item } from '../pickers/queries.ts'

/** An item goes out of use, and comes back; what it did stays. */
export function ItemUse({ item }: { item: Item }) {
  const mayChange = useMay('items.ChangeItem')
  const { submit, isBusy, error } = useCommand({
    operation: itemsContract.operations.ChangeItem,
    call: meridian.items.ChangeItem,
    stale: ['items'],
    onDone: ({ code, isActive }) =>
      toast(isActive ? `Item ${code} is in use again.` : `Item ${code} is not used any more.`),
  })
  if (!mayChange) return null
  return (
    <Section
      title={item.isActive ? 'In use' : 'Not used any more'}
      description={
        item.isActive
          ? 'Out of use it is left out of lists and takes no new receipts. Its history stays.'
          : 'It is left out of lists. Its history is here.'
      }
    >
      {error ? (
        <div className="mb-3">
          <ProblemNotice error={error} />
        </div>
      ) : null}
      <Button
        size="sm"
        variant={item.isActive ? 'danger' : 'secondary'}
        isBusy={isBusy}
        onClick={() => submit({ item: item.id, isActive: !item.isActive })}
      >
        {item.isActive ? 'Take out of use' : 'Take into use again'}
      </Button>
    </Section>
  )
}
