import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { stockContract } from '../../../../durable-objects/inventory/stock/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { journalsQuery } from '../../ledger/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { type StockSettings, stockSettingsQuery } from './queries.ts'

const STYLES = [
  {
    value: 'anglo-saxon',
    label: 'Cost of sales',
    detail:
      'Anglo-Saxon: goods are an asset when they come and a cost when they are sold. What is received and not invoiced yet stands on an account of its own.',
  },
  {
    value: 'continental',
    label: 'Change of stock',
    detail:
      'Continental: purchases are a cost at once, and the change of the stock stands against them in the profit and loss.',
  },
] as const

/** How the stock is posted: what the profit and loss shows, and in which journal. */
export function SettingsSheet({ onClose }: { onClose: () => void }) {
  const query = useQuery(stockSettingsQuery(useCompanySlug()))
  const maySet = useMay('stock.SetStockSettings')
  if (query.data && maySet) return <SettingsForm settings={query.data} onClose={onClose} />
  return (
    <Sheet title="How stock is posted" onClose={onClose} footer={<Button onClick={onClose}>Close</Button>}>
      {query.isPending && <Loading rows={3} label="Loading the settings" />}
      {query.isError && <ProblemNotice error={query.error} />}
      {query.data && (
        <Facts
          facts={[
            ['Style', STYLES.find(({ value }) => value === query.data.style)?.label],
            ['Journal', query.data.journal],
          ]}
        />
      )}
    </Sheet>
  )
}

function SettingsForm({ settings, onClose }: { settings: StockSettings; onClose: () => void }) {
  const journals = useQuery(journalsQuery(useCompanySlug())).data ?? []
  const [style, setStyle] = useState(settings.style)
  const [journal, setJournal] = useState(settings.journal)
  const { form, errors, submit, isBusy } = useCommand({
    operation: stockContract.operations.SetStockSettings,
    call: meridian.stock.SetStockSettings,
    stale: ['stock'],
    onDone: () => {
      toast('What moves from now on is posted so.')
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title="How stock is posted"
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ style, journal })}
    >
      <ChoiceCards
        legend="What the profit and loss shows"
        choices={STYLES}
        value={style}
        onValue={setStyle}
        error={errors.fields.get('/style')}
      />
      <Field label="Journal" error={errors.fields.get('/journal')}>
        {(control) => (
          <Select {...control} value={journal} onValue={setJournal}>
            {!journals.some(({ code }) => code === journal) && <option value={journal}>{journal}</option>}
            {journals.map(({ code, name }) => (
              <option key={code} value={code}>
                {code} – {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <p className="text-sm text-muted">What was posted before stays as it is.</p>
    </FormSheet>
  )
}
