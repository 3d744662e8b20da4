import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Status } from '../../ui/status.tsx'
import { type Place, placeQuery, useWarehouses } from '../pickers/queries.ts'
import { AddBinSheet } from './bin-sheet.tsx'
import { AddBinsSheet } from './bins-sheet.tsx'
import { ChangePlaceSheet } from './change-place.tsx'
import { PLACE_KIND_NAMES } from './names.ts'
import { PlaceContents } from './place-contents.tsx'
import { PlaceUse } from './place-use.tsx'
import { WarehouseSheet } from './warehouse-sheet.tsx'

interface SheetProps {
  code: string
  onClose: () => void
  /** The place has another code now. */
  onMoved: (code: string) => void
}

type Form = 'change' | 'bin' | 'bins'

/** One place: what it is, what lies in it, and what can be done to it. */
export function PlaceSheet({ code, onClose, onMoved }: SheetProps) {
  const company = useCompanySlug()
  const query = useQuery(placeQuery(company, code))
  const warehouses = useWarehouses(company)
  const [form, setForm] = useState<Form>()
  const place = query.data
  const warehouse = warehouses.find((each) => each.code === code)
  const back = () => setForm(undefined)
  if (place && form === 'bin') return <AddBinSheet parent={place} onClose={back} />
  if (place && form === 'bins') return <AddBinsSheet parent={place} onClose={back} />
  if (warehouse && form === 'change')
    return <WarehouseSheet warehouse={warehouse} onClose={back} onChanged={onMoved} />
  if (place && form === 'change') return <ChangePlaceSheet place={place} onClose={back} onMoved={onMoved} />
  return (
    <Sheet title={code} onClose={onClose}>
      {query.isPending && <Loading label="Loading the place" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {place && (
        <div className="flex flex-col gap-5">
          {!place.isActive && (
            <p>
              <Status tone="neutral">Not used</Status>
            </p>
          )}
          <Facts
            facts={[
              ['Name', warehouse?.name ?? place.name],
              ['Type', warehouse ? 'Warehouse' : PLACE_KIND_NAMES[place.kind].name],
              ['Address', warehouse?.address && <Address text={warehouse.address} />],
              ['Stock account', warehouse?.stockAccount?.code],
              ['Warehouse', warehouse ? null : place.warehouse],
              ['Lies in', warehouse || place.parent === place.warehouse ? null : place.parent],
              ['Picked from', place.kind === 'bin' && place.warehouse ? yesNo(place.isPickable) : null],
              ['Order', place.sort || null],
            ]}
          />
          <Deeds place={place} isWarehouse={warehouse !== undefined} onForm={setForm} />
          <PlaceContents place={place} />
        </div>
      )}
    </Sheet>
  )
}

const yesNo = (flag: boolean): string => (flag ? 'Yes' : 'No')
const Address = ({ text }: { text: string }) => <span className="whitespace-pre-line">{text}</span>

interface DeedsProps {
  place: Place
  isWarehouse: boolean
  onForm: (form: Form) => void
}

function Deeds({ place, isWarehouse, onForm }: DeedsProps) {
  const mayChangePlace = useMay('places.ChangePlace')
  const mayChangeWarehouse = useMay('places.ChangeWarehouse')
  const mayAdd = useMay('places.AddBin') && place.warehouse !== null && place.isActive
  const mayChange = isWarehouse ? mayChangeWarehouse : mayChangePlace
  return (
    <section aria-label="What can be done" className="flex flex-wrap gap-2">
      {mayAdd && <Button onClick={() => onForm('bin')}>Add a bin</Button>}
      {mayAdd && <Button onClick={() => onForm('bins')}>Add many bins</Button>}
      {mayChange && <Button onClick={() => onForm('change')}>Change</Button>}
      {mayChange && <PlaceUse place={place} isWarehouse={isWarehouse} />}
    </section>
  )
}
