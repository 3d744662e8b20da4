import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { call } from '../session/call.ts'

/** The console of the platform's operators; its routes answer nobody else. */

export interface OperatorTenant {
  id: string
  slug: string
  region: Region
  status: 'active' | 'suspended'
  companies: number
  supportGrants: readonly { id: string; role: string; expiresAt: string }[]
}

export interface TenantFilter {
  q?: string
  region?: string
  status?: string
}

export const listTenants = (filter: TenantFilter, cursor: string | undefined) =>
  call<{ data: OperatorTenant[]; nextCursor: string | null }>(
    'GET',
    `/v1/operator/tenants?${new URLSearchParams({ ...filter, ...(cursor && { cursor }) })}`,
  )

export const changeTenant = (id: string, change: { status: OperatorTenant['status']; reason: string }) =>
  call<OperatorTenant>('PATCH', `/v1/operator/tenants/${id}`, change)

/** Only while the tenant's own grant is in force. */
export const enterTenant = (id: string, grant: string) =>
  call<{ tenant: { id: string; slug: string; region: Region }; role: string; expiresAt: string }>(
    'POST',
    `/v1/operator/tenants/${id}/enter`,
    { grant },
  )

export const leaveTenant = () => call<void>('POST', '/v1/operator/leave')
