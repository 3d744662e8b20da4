import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { useMay } from '../../session/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { type Entry, entryName } from '../queries.ts'
import { type Change, type Draft, emptyDraft } from './model.ts'
import type { GridErrors } from './submission.ts'
import type { Expiry, Server, useCommands } from './use-commands.ts'

interface SendingOptions {
  commands: ReturnType<typeof useCommands>
  draft: Draft
  server: Server | undefined
  dispatch: (change: Change) => void
  forget: () => void
  /** Takes the focus to the first cell that was refused. */
  onRefused: (errors: GridErrors) => void
}

/**
 * What follows a command: the entry is shown, or another begun; a saved draft goes on under its own address. What a policy
 * makes wait is shown as the approval that it waits for: that keeps all that was written, and from it an entry that was
 * rejected or taken back becomes a draft again. Kept here too, it would only be sent twice.
 */
export function useSending({ commands, draft, server, dispatch, forget, onRefused }: SendingOptions) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const mayReadApproval = useMay('guardrails.GetApproval')
  const params = { company }

  /** Also before leaving the page: what is in the books must not be kept as a draft once more. */
  const begin = () => {
    forget()
    dispatch({ type: 'replace', draft: emptyDraft(draft.effectiveDate, draft.journal) })
  }
  const leave = () => (server ? forget() : begin())

  const post = async (then: 'show' | 'another') => {
    const result = await commands.post()
    if (!result) return
    if ('errors' in result) return onRefused(result.errors)
    if ('reply' in result) announce(company, result.reply)
    else if (then === 'another' || !mayReadApproval) announceParked(company, result.parked)
    leave()
    if (then === 'another') {
      if (server) await navigate({ to: '/companies/$company/journal/new', params })
    } else if ('reply' in result)
      await navigate({
        to: '/companies/$company/journal/$entry',
        params: { company, entry: result.reply.id },
      })
    else if (mayReadApproval)
      await navigate({
        to: '/companies/$company/approvals/$approval',
        params: { company, approval: result.parked.id },
      })
  }

  const save = async (over?: number) => {
    const result = await commands.save(over)
    if (!result) return
    if ('errors' in result) return onRefused(result.errors)
    if ('parked' in result) return announceParked(company, result.parked)
    toast(<>Saved as a draft.</>)
    if (server) return forget()
    begin()
    await navigate({
      to: '/companies/$company/journal/new',
      params,
      search: { draft: result.reply.id },
      replace: true,
    })
  }

  const hold = async (expiry: Expiry) => {
    const result = await commands.hold(expiry)
    if (!result) return
    if ('errors' in result) return onRefused(result.errors)
    if ('parked' in result) announceParked(company, result.parked)
    else toast('The entry is on hold. It is in no report until it is posted.')
    leave()
    if ('reply' in result)
      await navigate({
        to: '/companies/$company/drafts',
        params,
        search: { tab: 'pending', open: result.reply.id },
      })
  }
  return { post, save, hold }
}

function announce(company: string, entry: Entry): void {
  toast(
    <>
      <EntryLink company={company} entry={entry}>
        {entryName(entry)}
      </EntryLink>{' '}
      is posted.
    </>,
  )
}

const EntryLink = ({
  company,
  entry,
  children,
}: {
  company: string
  entry: { id: string }
  children: ReactNode
}) => (
  <Link
    to="/companies/$company/journal/$entry"
    params={{ company, entry: entry.id }}
    className="font-medium text-accent underline underline-offset-2"
  >
    {children}
  </Link>
)
