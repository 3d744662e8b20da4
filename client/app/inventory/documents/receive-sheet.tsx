import { useState } from 'react'
import { stockContract } from '../../../../durable-objects/inventory/stock/contract.ts'
import { meridian } from '../../lib/api.ts'
import { DateInput, Field, Refused, TextArea } from '../../ui/field.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { LeftLines, useLeftLines } from './left-lines.tsx'
import { type StockDocument, useCompanyToday } from './queries.ts'
import { RecordingSheet } from './recording-sheet.tsx'
import { useRecorded } from './use-recorded.tsx'
import { useRecording } from './use-recording.ts'

/** Goods on their way arrive, all of them or some. */
export function ReceiveSheet({ document, onClose }: { document: StockDocument; onClose: () => void }) {
  const today = useCompanyToday()
  const recorded = useRecorded()
  const [date, setDate] = useState(today)
  const [to, setTo] = useState(document.party ?? '')
  const [note, setNote] = useState('')
  const left = useLeftLines(document, 'all')
  const [sent, setSent] = useState<readonly number[]>([])
  const recording = useRecording({
    operation: stockContract.operations.ReceiveTransfer,
    call: meridian.stock.ReceiveTransfer,
    onRecorded: (made) => recorded(made, 'show'),
    onParked: onClose,
  })
  const { fields, general } = recording.errors
  const input = () => {
    setSent(left.named.map(({ line }) => line))
    return {
      id: document.id,
      date,
      ...(note.trim() && { note }),
      lines: left.named.map((line) => ({ ...line, ...(to && { to }) })),
    }
  }
  const errorOf = (line: number) => {
    const at = sent.indexOf(line)
    const found = [...fields].find(
      ([pointer]) => pointer.startsWith(`/lines/${at}/`) && !pointer.endsWith('/to'),
    )
    return at < 0 ? undefined : found?.[1]
  }
  return (
    <RecordingSheet
      title={`Receive ${document.voucher}`}
      verb="Record the arrival"
      recording={recording}
      input={input}
      general={general}
      onClose={onClose}
    >
      <LeftLines legend="What arrives" left={left} errorOf={errorOf} />
      {fields.has('/lines') && <Refused>{fields.get('/lines')}</Refused>}
      <Field label="Into" error={[...fields].find(([pointer]) => /^\/lines\/\d+\/to$/.test(pointer))?.[1]}>
        {(control) => <PlacePicker {...control} value={to} onValue={setTo} />}
      </Field>
      <Field label="Date" error={fields.get('/date')}>
        {(control) => <DateInput {...control} value={date} onValue={setDate} />}
      </Field>
      <Field label="Note" isOptional error={fields.get('/note')}>
        {(control) => <TextArea {...control} value={note} onValue={setNote} />}
      </Field>
    </RecordingSheet>
  )
}
