import { decodeTime } from 'ulid'
import { REGION_NAMES } from '../company/regions.ts'
import { formatDate, formatInstant } from '../lib/dates.ts'
import { Button } from '../ui/button.tsx'
import { Status } from '../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../ui/table.tsx'
import type { OperatorTenant } from './api.ts'

interface TenantTableProps {
  tenants: readonly OperatorTenant[]
  onStatus: (tenant: OperatorTenant) => void
  onEnter: (tenant: OperatorTenant) => void
}

export const TenantTable = ({ tenants, onStatus, onEnter }: TenantTableProps) => (
  <Table aria-label="Tenants">
    <thead>
      <tr>
        <HeadCell>Tenant</HeadCell>
        <HeadCell className="w-40 max-md:hidden">Region</HeadCell>
        <HeadCell isNumeric className="w-24 max-md:hidden">
          Companies
        </HeadCell>
        <HeadCell className="w-32 max-lg:hidden">Created</HeadCell>
        <HeadCell className="w-28 max-sm:hidden">Status</HeadCell>
        <HeadCell className="w-56 max-sm:w-28">
          <span className="unseen">Actions</span>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {tenants.map((tenant) => (
        <TenantRow
          key={tenant.id}
          tenant={tenant}
          onStatus={() => onStatus(tenant)}
          onEnter={() => onEnter(tenant)}
        />
      ))}
    </tbody>
  </Table>
)

/** An id carries the moment it was made at. */
const createdOn = (id: string): string =>
  new Date(decodeTime(id.slice(id.indexOf('_') + 1))).toISOString().slice(0, 10)

interface TenantRowProps {
  tenant: OperatorTenant
  onStatus: () => void
  onEnter: () => void
}

function TenantRow({ tenant, onStatus, onEnter }: TenantRowProps) {
  const isActive = tenant.status === 'active'
  const grant = tenant.supportGrants[0]
  const status = isActive ? (
    <Status tone="positive">Active</Status>
  ) : (
    <Status tone="negative">Suspended</Status>
  )
  return (
    <tr className="hover:bg-hover">
      <RowHead className="py-2!">
        <span className="font-medium wrap-anywhere">{tenant.slug}</span>
        <code className="block font-mono text-xs wrap-anywhere text-faint">{tenant.id}</code>
        <span className="mt-1 flex flex-wrap items-center gap-2 text-sm text-muted md:hidden">
          <span className="sm:hidden">{status}</span>
          {REGION_NAMES[tenant.region]} · {tenant.companies}{' '}
          {tenant.companies === 1 ? 'company' : 'companies'}
        </span>
      </RowHead>
      <Cell className="max-md:hidden">{REGION_NAMES[tenant.region]}</Cell>
      <Cell isNumeric className="max-md:hidden">
        {tenant.companies.toLocaleString()}
      </Cell>
      <Cell className="text-muted tabular-nums max-lg:hidden">{formatDate(createdOn(tenant.id))}</Cell>
      <Cell className="max-sm:hidden">{status}</Cell>
      <Cell>
        <span className="flex flex-wrap justify-end gap-1 py-1">
          {grant && isActive && (
            <Button size="sm" title={`Granted until ${formatInstant(grant.expiresAt)}`} onClick={onEnter}>
              Enter…<span className="unseen"> {tenant.slug}</span>
            </Button>
          )}
          <Button size="sm" variant={isActive ? 'danger' : 'secondary'} onClick={onStatus}>
            {isActive ? 'Suspend…' : 'Reinstate…'}
            <span className="unseen"> {tenant.slug}</span>
          </Button>
        </span>
      </Cell>
    </tr>
  )
}
