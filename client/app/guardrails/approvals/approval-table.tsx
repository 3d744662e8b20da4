import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { ApprovalView } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDistance } from '../../lib/dates.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { Amount } from '../../ui/amount.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { ApprovalStatusWord } from '../effect.tsx'
import { capital, plainCommandName, usePersonName } from '../names.ts'
import { ApprovalPreview } from './preview.tsx'
import { type Decide, useDecide } from './use-decide.tsx'

interface ApprovalTableProps {
  approvals: readonly ApprovalView[]
  /** Whether those that wait stand among others. */
  showsStatus: boolean
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

/** Approvals one can clear with the keyboard, the marked one beside them. */
export function ApprovalTable({
  approvals,
  showsStatus,
  hasMore,
  isLoadingMore,
  onMore,
}: ApprovalTableProps) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const { active, setActive } = useRowKeys(
    approvals,
    ({ id }) =>
      void navigate({ to: '/companies/$company/approvals/$approval', params: { company, approval: id } }),
  )
  const decide = useDecide()
  const current = approvals[active]
  useDecisionKeys(current, decide)
  const more = useCallback(() => void onMore(), [onMore])
  return (
    <div className="flex min-w-0 items-start gap-5">
      <Table aria-label="Approvals" className="min-w-0 flex-1 table-fixed">
        <thead>
          <tr>
            <HeadCell>What</HeadCell>
            <HeadCell className={`w-40 ${current ? 'hidden' : 'max-md:hidden'}`}>Sent by</HeadCell>
            <HeadCell className={`w-32 ${current ? 'max-2xl:hidden' : 'max-lg:hidden'}`}>Sent</HeadCell>
            {showsStatus && (
              <HeadCell className={`w-36 ${current ? 'max-2xl:hidden' : 'max-md:hidden'}`}>Status</HeadCell>
            )}
            <HeadCell isNumeric className="w-32">
              Amount
            </HeadCell>
          </tr>
        </thead>
        <VirtualRows
          rows={approvals}
          hasMore={hasMore}
          isLoadingMore={isLoadingMore}
          onMore={more}
          activeIndex={active}
        >
          {(approval, index, ref) => (
            <ApprovalRow
              key={approval.id}
              ref={ref}
              approval={approval}
              index={index}
              company={company}
              showsStatus={showsStatus}
              isActive={index === active}
              isNarrow={current !== undefined}
              onPreview={() => setActive(index === active ? -1 : index)}
            />
          )}
        </VirtualRows>
      </Table>
      {current && <ApprovalPreview approval={current} decide={decide} onClose={() => setActive(-1)} />}
      {decide.dialog}
    </div>
  )
}

/** A approves, R rejects the marked one. */
function useDecisionKeys(approval: ApprovalView | undefined, { approve, reject, isBusy }: Decide): void {
  const mayDecide = approval?.mayDecide === true && !isBusy
  useShortcut('a', 'Approve', 'In the approvals', () => approval && approve(approval), mayDecide)
  useShortcut('r', 'Reject', 'In the approvals', () => approval && reject(approval), mayDecide)
}

interface ApprovalRowProps {
  ref: (element: HTMLElement | null) => void
  approval: ApprovalView
  index: number
  company: string
  /** Whether those that wait stand among others. */
  showsStatus: boolean
  isActive: boolean
  isNarrow: boolean
  onPreview: () => void
}

function ApprovalRow({
  ref,
  approval,
  index,
  company,
  showsStatus,
  isActive,
  isNarrow,
  onPreview,
}: ApprovalRowProps) {
  const person = usePersonName()
  const { id, title, command, summary, policies, maker, requestedAt, status, amount } = approval
  return (
    // A click beside the link previews; the keyboard has J, K and the link, so nothing depends on the mouse.
    <tr
      ref={ref}
      data-index={index}
      data-active={isActive || undefined}
      onClick={(event) => {
        const isOnLink = event.target instanceof Element && event.target.closest('a, button')
        if (!isOnLink && matchMedia('(width >= 64rem)').matches) onPreview()
      }}
      className="hover:bg-hover data-active:bg-accent-soft lg:cursor-default"
    >
      <RowHead className="truncate">
        <Link
          to="/companies/$company/approvals/$approval"
          params={{ company, approval: id }}
          className={`${rowLinkClass} font-medium`}
        >
          {title}
        </Link>
        <span className="block truncate text-sm text-muted">
          {title !== summary && `${plainCommandName(command)}. `}
          {policies.map(({ reason }) => reason).join(' ')}
        </span>
        <span className={`block truncate text-sm text-muted ${isNarrow ? '' : 'md:hidden'}`}>
          {capital(person(maker.id))}, {formatDistance(requestedAt)}
        </span>
        {showsStatus && (
          <span className="mt-1 block md:hidden">
            <ApprovalStatusWord status={status} />
          </span>
        )}
      </RowHead>
      <Cell className={`truncate text-muted ${isNarrow ? 'hidden' : 'max-md:hidden'}`}>
        {capital(person(maker.id))}
      </Cell>
      <Cell className={`truncate text-muted ${isNarrow ? 'max-2xl:hidden' : 'max-lg:hidden'}`}>
        {formatDistance(requestedAt)}
      </Cell>
      {showsStatus && (
        <Cell className={isNarrow ? 'max-2xl:hidden' : 'max-md:hidden'}>
          <ApprovalStatusWord status={status} />
        </Cell>
      )}
      <Cell isNumeric>
        <Amount value={amount} />
      </Cell>
    </tr>
  )
}
