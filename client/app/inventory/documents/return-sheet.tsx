import { useState } from 'react'
import { stockContract } from '../../../../durable-objects/inventory/stock/contract.ts'
import { meridian } from '../../lib/api.ts'
import { DateInput, Field, Refused, TextArea, TextInput } from '../../ui/field.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { LeftLines, useLeftLines } from './left-lines.tsx'
import { type StockDocument, useCompanyToday } from './queries.ts'
import { RecordingSheet } from './recording-sheet.tsx'
import { useRecorded } from './use-recorded.tsx'
import { useRecording } from './use-recording.ts'

/** Goods of an issue come back, or goods of a receipt go back: which lines, and how much of each. */
export function ReturnSheet({ document, onClose }: { document: StockDocument; onClose: () => void }) {
  const today = useCompanyToday()
  const recorded = useRecorded()
  const [texts, setTexts] = useState({ date: today, place: '', reference: '', note: '' })
  const left = useLeftLines(document, 'none')
  const recording = useRecording({
    operation: stockContract.operations.ReturnGoods,
    call: meridian.stock.ReturnGoods,
    onRecorded: (made) => recorded(made, 'show'),
    onParked: onClose,
  })
  const { fields, general } = recording.errors
  const isIssue = document.kind === 'issue'
  const [sent, setSent] = useState<readonly number[]>([])
  const field = (name: keyof typeof texts) => ({
    value: texts[name],
    onValue: (text: string) => setTexts({ ...texts, [name]: text }),
  })
  const input = () => {
    setSent(left.named.map(({ line }) => line))
    const { date, ...others } = texts
    return {
      id: document.id,
      date,
      ...Object.fromEntries(Object.entries(others).filter(([, text]) => text.trim() !== '')),
      lines: left.named,
    }
  }
  const errorOf = (line: number) => {
    const at = sent.indexOf(line)
    return at < 0 ? undefined : [...fields].find(([pointer]) => pointer.startsWith(`/lines/${at}/`))?.[1]
  }
  return (
    <RecordingSheet
      title={isIssue ? `Take back from ${document.voucher}` : `Give back from ${document.voucher}`}
      verb="Record the return"
      recording={recording}
      input={input}
      general={general}
      onClose={onClose}
    >
      <LeftLines legend={isIssue ? 'What comes back' : 'What goes back'} left={left} errorOf={errorOf} />
      {fields.has('/lines') && <Refused>{fields.get('/lines')}</Refused>}
      <Field label="Date" error={fields.get('/date')}>
        {(control) => <DateInput {...control} {...field('date')} />}
      </Field>
      <Field
        label={isIssue ? 'Comes into' : 'Leaves from'}
        isOptional
        error={fields.get('/place')}
        hint="Where it was, unless you say otherwise."
      >
        {(control) => <PlacePicker {...control} {...field('place')} />}
      </Field>
      <Field label="Reference" isOptional error={fields.get('/reference')}>
        {(control) => <TextInput {...control} {...field('reference')} />}
      </Field>
      <Field label="Note" isOptional error={fields.get('/note')}>
        {(control) => <TextArea {...control} {...field('note')} />}
      </Field>
    </RecordingSheet>
  )
}
