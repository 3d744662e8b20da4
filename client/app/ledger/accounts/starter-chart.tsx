import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccountType } from '../../../../durable-objects/ledger/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { messageOf } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'

/** Enough to post the first month of a small company. Charts of a country's law are another matter. */
const STARTER: readonly (readonly [code: string, name: string, type: AccountType])[] = [
  ['1000', 'Cash', 'asset'],
  ['1010', 'Bank', 'asset'],
  ['1200', 'Trade receivables', 'asset'],
  ['1300', 'Inventory', 'asset'],
  ['1500', 'Equipment', 'asset'],
  ['2000', 'Trade payables', 'liability'],
  ['2200', 'Sales tax payable', 'liability'],
  ['2500', 'Loans', 'liability'],
  ['3000', 'Share capital', 'equity'],
  ['3100', 'Retained earnings', 'equity'],
  ['4000', 'Sales', 'income'],
  ['5000', 'Cost of sales', 'expense'],
  ['6000', 'Wages and salaries', 'expense'],
  ['6100', 'Rent', 'expense'],
  ['6300', 'Marketing', 'expense'],
  ['6900', 'Bank charges', 'expense'],
]

/** The two ways to begin: the usual accounts at once, or one's own one by one. */
export function StarterChart({ onOpenOne }: { onOpenOne: () => void }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [done, setDone] = useState(0)
  const open = useMutation({
    mutationFn: async () => {
      for (const [index, [code, name, type]] of STARTER.entries()) {
        await meridian.ledger.OpenAccount(company, { code, name, type })
        setDone(index + 1)
      }
    },
    onSettled: async (_, error) => {
      // First the chart: whoever goes on to an entry at once must find the accounts in it.
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'accounts') })
      if (error) toast(messageOf(error), 'failed')
      else toast(`${STARTER.length} accounts are open.`)
    },
  })
  return (
    <>
      <Button variant="primary" isBusy={open.isPending} onClick={() => open.mutate()}>
        {open.isPending
          ? `Opening ${done} of ${STARTER.length}…`
          : `Open the ${STARTER.length} usual accounts`}
      </Button>
      <Button onClick={onOpenOne}>Open one account</Button>
    </>
  )
}
