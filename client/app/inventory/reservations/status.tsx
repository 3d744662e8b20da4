import { CircleCheck, CircleDot, CircleX, Clock, Lock } from 'lucide-react'
import { isZero } from '../../lib/decimal.ts'
import { Status } from '../../ui/status.tsx'
import type { Reservation } from './queries.ts'

/** Whether the goods are kept, and how firmly. */
export function ReservationStatus({ reservation }: { reservation: Reservation }) {
  const { status, kind, reserved, expected } = reservation
  switch (status) {
    case 'consumed':
      return (
        <Status tone="positive" icon={CircleCheck}>
          Issued
        </Status>
      )
    case 'released':
      return (
        <Status tone="neutral" icon={CircleX}>
          Released
        </Status>
      )
    case 'expired':
      return (
        <Status tone="neutral" icon={Clock}>
          Expired
        </Status>
      )
    case 'open':
      if (!isZero(expected))
        return (
          <Status tone="warning" icon={Clock}>
            {isZero(reserved) ? 'Waits for a receipt' : 'Partly waits'}
          </Status>
        )
      return kind === 'hard' ? (
        <Status tone="accent" icon={Lock}>
          In its place
        </Status>
      ) : (
        <Status tone="accent" icon={CircleDot}>
          Reserved
        </Status>
      )
    default:
      return status satisfies never
  }
}

const DEMANDS: Readonly<Record<string, string>> = {
  'sales-order': 'Sales order',
  'production-order': 'Production order',
  transfer: 'Transfer',
  project: 'Project',
}
/** `sales-order` as `Sales order`. */
export const demandName = (kind: string): string =>
  DEMANDS[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('-', ' ')
export const DEMAND_KINDS = Object.keys(DEMANDS)
