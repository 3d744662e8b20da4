import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, ShieldCheck } from 'lucide-react'
import type { PolicyView } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { Effect, PolicyStatus } from '../effect.tsx'
import { usePersonName, useWords } from '../names.ts'
import { policiesQuery } from '../queries.ts'
import { scopeOf } from './sentence.ts'

const TABS = [
  { value: 'active', label: 'In force' },
  { value: 'retired', label: 'Retired' },
  { value: 'all', label: 'All' },
] as const

/** What the company has decided about its own commands. */
export function PoliciesPage() {
  const company = useCompanySlug()
  const { status = 'active' } = useSearch({ from: '/signed-in/companies/$company/policies' })
  const navigate = useNavigate()
  const query = useQuery(policiesQuery(company))
  const mayWrite = useMay('guardrails.AdoptPolicy')
  const policies = query.data?.filter((policy) => status === 'all' || policy.status === status)
  const show = (next: 'active' | 'retired' | 'all') =>
    void navigate({
      from: '/companies/$company/policies',
      to: '.',
      search: next === 'active' ? {} : { status: next },
      replace: true,
    })
  return (
    <Page
      title="Policies"
      subtitle="Judged on every command, whoever sends it: people, imports, programs."
      actions={mayWrite && <NewPolicyLink company={company} />}
      toolbar={
        query.data &&
        query.data.length > 0 && <Tabs label="Which policies" tabs={TABS} value={status} onValue={show} />
      }
    >
      {query.isPending && <Loading label="Loading the policies" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && (
        <Empty
          icon={ShieldCheck}
          title="No policies yet"
          actions={mayWrite && <NewPolicyLink company={company} isFirst />}
        >
          Without one, whoever may send a command is done with it. A policy can ask a second person, or
          refuse.
        </Empty>
      )}
      {policies && policies.length > 0 && <PolicyTable policies={policies} />}
      {query.data && query.data.length > 0 && policies?.length === 0 && (
        <Empty
          icon={ShieldCheck}
          title={status === 'active' ? 'No policy is in force' : 'No policy is retired'}
          actions={<Button onClick={() => show('all')}>Show all</Button>}
        />
      )}
    </Page>
  )
}

function NewPolicyLink({ company, isFirst = false }: { company: string; isFirst?: boolean }) {
  return (
    <Link
      to="/companies/$company/policies/new"
      params={{ company }}
      className={buttonClass(isFirst ? 'secondary' : 'primary')}
    >
      <Plus className="size-4" aria-hidden="true" /> {isFirst ? 'Choose a ready-made policy' : 'New policy'}
    </Link>
  )
}

function PolicyTable({ policies }: { policies: readonly PolicyView[] }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const { active } = useRowKeys(
    policies,
    ({ code }) =>
      void navigate({ to: '/companies/$company/policies/$policy', params: { company, policy: code } }),
  )
  return (
    <Table aria-label="Policies" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-64 max-sm:w-auto">Policy</HeadCell>
          <HeadCell className="w-40 max-sm:w-36">Effect</HeadCell>
          <HeadCell className="max-lg:hidden">Applies to</HeadCell>
          <HeadCell className="w-28 max-md:hidden">Status</HeadCell>
          <HeadCell className="w-48 max-xl:hidden">In force since</HeadCell>
        </tr>
      </thead>
      <tbody>
        {policies.map((policy, index) => (
          <PolicyRow key={policy.code} policy={policy} company={company} isActive={index === active} />
        ))}
      </tbody>
    </Table>
  )
}

function PolicyRow({
  policy,
  company,
  isActive,
}: {
  policy: PolicyView
  company: string
  isActive: boolean
}) {
  const words = useWords()
  const person = usePersonName()
  const { code, name, version, effect, status, adoptedAt, adoptedBy } = policy
  return (
    <tr data-active={isActive || undefined} className="hover:bg-hover data-active:bg-accent-soft">
      <RowHead>
        <Link
          to="/companies/$company/policies/$policy"
          params={{ company, policy: code }}
          className={`${rowLinkClass} font-medium`}
        >
          {name}
        </Link>
        <span className="block text-sm text-muted">Version {version}</span>
        <span className="line-clamp-2 text-sm text-muted lg:hidden">{scopeOf(policy, words)}</span>
      </RowHead>
      <Cell>
        <Effect effect={effect} />
        <span className="mt-1 block md:hidden">
          <PolicyStatus status={status} />
        </span>
      </Cell>
      <Cell className="max-lg:hidden">
        <span className="line-clamp-3">{scopeOf(policy, words)}</span>
      </Cell>
      <Cell className="max-md:hidden">
        <PolicyStatus status={status} />
      </Cell>
      <Cell className="text-sm text-muted max-xl:hidden">
        {formatDate(adoptedAt.slice(0, 10))}
        <span className="block truncate">by {person(adoptedBy)}</span>
      </Cell>
    </tr>
  )
}
