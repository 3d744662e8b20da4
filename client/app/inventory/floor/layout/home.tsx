import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  ClipboardList,
  ListChecks,
  type LucideIcon,
  PackageOpen,
  RefreshCw,
  ShoppingBasket,
} from 'lucide-react'
import { useId } from 'react'
import { useCompanySlug } from '../../../company/queries.ts'
import { formatInstant } from '../../../lib/dates.ts'
import { companyKey } from '../../../lib/keys.ts'
import { type OperationName, useMay } from '../../../session/queries.ts'
import { itemsKept, placesKept, workKept } from '../device/floor-data.ts'
import { isOpen } from '../outbox/entry.ts'
import { useFloor, useOutbox } from '../parts/floor-context.ts'
import { BigButton, Card, Screen } from '../parts/screen.tsx'
import { setScannerSettings, useScannerSettings } from '../scanner/settings.ts'
import { WEDGE_IDLE_MS } from '../scanner/wedge.ts'
import { InstallHint } from './install.tsx'

/** What one can do here. */
export function FloorHome() {
  const floor = useFloor()
  const work = useQuery(workKept(floor)).data?.data
  const { entries, others } = useOutbox()
  const open = entries.filter(isOpen).length
  const orders = new Set(work?.reservations.map(({ demand }) => `${demand.kind}/${demand.reference}`))
  const expected = new Set(work?.expected.map(({ reference }) => reference))
  return (
    <Screen title="Floor">
      <nav aria-label="Work" className="flex flex-col gap-3">
        <Tile
          to="/companies/$company/floor/receive"
          icon={PackageOpen}
          label="Receive"
          needs="stock.ReceiveGoods"
        >
          {expected.size > 0 ? `${expected.size} expected` : 'Goods that arrive'}
        </Tile>
        <Tile to="/companies/$company/floor/pick" icon={ShoppingBasket} label="Pick" needs="stock.IssueGoods">
          {orders.size > 0 ? `${orders.size} to pick` : 'Goods for orders'}
        </Tile>
        <Tile
          to="/companies/$company/floor/count"
          icon={ClipboardList}
          label="Count"
          needs="counts.RecordCounts"
        >
          {work && work.counts.length > 0 ? `${work.counts.length} open` : 'What lies where'}
        </Tile>
        <Tile to="/companies/$company/floor/queue" icon={ListChecks} label="Queue" needs="stock.ListOnHand">
          {open > 0 ? `${open} not settled` : 'All is sent'}
        </Tile>
      </nav>
      {others.map(({ name, count }) => (
        <Card key={name} className="border-warning/40 bg-warning-soft text-warning">
          {count === 1 ? 'One command' : `${count} commands`} of {name} {count === 1 ? 'waits' : 'wait'} on
          this device until {name} signs in here.
        </Card>
      ))}
      <InstallHint />
      <OnDevice />
      <ScannerCard />
    </Screen>
  )
}

interface TileProps {
  to: `/companies/$company/floor/${'receive' | 'pick' | 'count' | 'queue'}`
  icon: LucideIcon
  label: string
  needs: OperationName
  children: string
}

function Tile({ to, icon: Icon, label, needs, children }: TileProps) {
  const company = useCompanySlug()
  if (!useMay(needs)) return null
  return (
    <Link
      to={to}
      params={{ company }}
      className="flex min-h-20 touch-manipulation items-center gap-4 rounded-2xl border border-line bg-surface px-5 shadow-low hover:bg-hover"
    >
      <Icon className="size-8 shrink-0 text-accent" aria-hidden="true" />
      <span className="min-w-0">
        <span className="block text-xl font-semibold">{label}</span>
        <span className="block text-base text-muted">{children}</span>
      </span>
    </Link>
  )
}

/** What the device knows without a connection, and since when. */
function OnDevice() {
  const floor = useFloor()
  const queryClient = useQueryClient()
  const items = useQuery(itemsKept(floor))
  const places = useQuery(placesKept(floor))
  const work = useQuery(workKept(floor))
  const all = [items, places, work]
  const isBusy = all.some(({ isFetching }) => isFetching)
  const oldest = all.map(({ data }) => data?.at ?? '').sort()[0]
  const refresh = () =>
    queryClient.refetchQueries({
      queryKey: companyKey(floor.company),
      predicate: ({ queryKey }) => queryKey.includes('floor'),
    })
  return (
    <Card>
      <h2 className="text-lg font-semibold">On this device</h2>
      {oldest ? (
        <p className="text-base text-muted">
          {items.data?.data.count ?? 0} items and {places.data?.data.places.length ?? 0} places, as of{' '}
          {formatInstant(oldest)}.
          {items.data?.data.isAll === false && ' Other items are found with a connection only.'}
        </p>
      ) : (
        <p className="text-base text-muted">
          {isBusy
            ? 'Taking items, places and work over…'
            : 'Nothing yet. Open the floor once with a connection, then it works without one.'}
        </p>
      )}
      <BigButton className="mt-2 w-full" disabled={isBusy} onClick={() => void refresh()}>
        <RefreshCw className="size-5" aria-hidden="true" /> {isBusy ? 'Refreshing…' : 'Refresh'}
      </BigButton>
    </Card>
  )
}

function ScannerCard() {
  const { idleMs, hasSound } = useScannerSettings()
  const id = useId()
  return (
    <Card>
      <details>
        <summary className="flex min-h-12 items-center text-lg font-semibold">Scanner</summary>
        <label className="flex min-h-12 items-center gap-3 text-base">
          <input
            type="checkbox"
            checked={hasSound}
            onChange={(event) => setScannerSettings({ hasSound: event.target.checked })}
            className="size-6 accent-(--accent)"
          />
          Sound after each scan
        </label>
        <label htmlFor={id} className="mt-1 block text-base">
          Pause between two keys of the scanner: {idleMs} ms
        </label>
        <input
          id={id}
          type="range"
          min={WEDGE_IDLE_MS.min}
          max={WEDGE_IDLE_MS.max}
          step={10}
          value={idleMs}
          onChange={(event) => setScannerSettings({ idleMs: Number(event.target.value) })}
          className="h-12 w-full accent-(--accent)"
        />
        <p className="text-sm text-muted">
          A scanner that types slowly, over Bluetooth for example, needs a longer pause. What is slower than
          this is taken for a person.
        </p>
      </details>
    </Card>
  )
}
