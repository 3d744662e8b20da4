import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import type { ApprovalView } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { withDates } from '../../lib/dates.ts'
import { messageOf } from '../../lib/forms.ts'
import { companyKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Dialog } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMoney, usePersonName } from '../names.ts'
import { isEntryId } from '../records.ts'

type Decision = 'approve' | 'reject' | 'withdraw'
type Decided = Awaited<ReturnType<typeof meridian.guardrails.ApproveCommand>>

export interface Decide {
  approve: (approval: ApprovalView) => void
  reject: (approval: ApprovalView) => void
  withdraw: (approval: ApprovalView) => void
  isBusy: boolean
  /** To be drawn where it is not hidden together with a list or a preview. */
  dialog: ReactNode
}

/** Approving, rejecting, taking back. What posts money is asked about first; the rest is done at once. */
export function useDecide(onDone?: () => void): Decide {
  const [asked, setAsked] = useState<{ decision: Decision; approval: ApprovalView }>()
  const send = useSendDecision()
  const direct = useMutation({
    mutationFn: (approval: ApprovalView) => send('approve', approval, ''),
    onSuccess: () => onDone?.(),
    onError: (error) => toast(messageOf(error), 'failed'),
  })
  const ask = (decision: Decision) => (approval: ApprovalView) => setAsked({ decision, approval })
  return {
    approve: (approval) =>
      approval.amount === null ? direct.mutate(approval) : setAsked({ decision: 'approve', approval }),
    reject: ask('reject'),
    withdraw: ask('withdraw'),
    isBusy: direct.isPending,
    dialog: asked && (
      <DecisionDialog
        key={asked.approval.id}
        {...asked}
        send={send}
        onDone={onDone}
        onClose={() => setAsked(undefined)}
      />
    ),
  }
}

type Send = (decision: Decision, approval: ApprovalView, text: string) => Promise<Decided>

function useSendDecision(): Send {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  return async (decision, { id: approval }, text) => {
    const said = text.trim()
    const decided = await commandKey.send({ decision, approval, said }, (idempotencyKey) => {
      const options = { idempotencyKey }
      if (decision === 'reject')
        return meridian.guardrails.RejectCommand(company, { approval, reason: said }, options)
      if (decision === 'withdraw')
        return meridian.guardrails.WithdrawCommand(
          company,
          { approval, ...(said && { reason: said }) },
          options,
        )
      return meridian.guardrails.ApproveCommand(
        company,
        { approval, ...(said && { comment: said }) },
        options,
      )
    })
    await queryClient.invalidateQueries({ queryKey: companyKey(company) })
    // Only now: while the dialog is open, nobody could follow the link in the message, and its time would run out.
    announce(company, decision, decided)
    return decided
  }
}

function announce(company: string, decision: Decision, decided: Decided): void {
  const failed = decided.outcome?.status === 'failed'
  toast(<Announcement company={company} decision={decision} decided={decided} />, failed ? 'failed' : 'done')
}

interface AnnouncementProps {
  company: string
  decision: Decision
  decided: Decided
}

function Announcement({ company, decision, decided: { outcome } }: AnnouncementProps): ReactNode {
  if (decision === 'reject') return 'Rejected. Its maker sees why.'
  if (decision === 'withdraw') return 'Taken back. Nothing was posted.'
  if (!outcome) return 'Approved. It waits for others still.'
  if (outcome.status === 'failed')
    return `Approved, but it could not be carried out: ${outcome.refusal ? withDates(outcome.refusal.detail) : 'it was refused.'}`
  const reply = outcome.reply as { id?: string; voucher?: string } | null
  if (!isEntryId(reply?.id) || !reply.voucher) return 'Approved, and carried out.'
  return (
    <>
      Approved:{' '}
      <Link
        to="/companies/$company/journal/$entry"
        params={{ company, entry: reply.id }}
        className="font-medium text-accent underline underline-offset-2"
      >
        {reply.voucher}
      </Link>{' '}
      is posted.
    </>
  )
}

const WORDS: Readonly<
  Record<Decision, { title: string; verb: string; label: string; hint: string; placeholder: string }>
> = {
  approve: {
    title: 'Approve?',
    verb: 'Approve',
    label: 'Comment',
    hint: 'Stays with the approval.',
    placeholder: 'What you checked',
  },
  reject: {
    title: 'Reject?',
    verb: 'Reject',
    label: 'Reason',
    hint: 'Its maker reads it.',
    placeholder: 'What is wrong with it',
  },
  withdraw: {
    title: 'Take it back?',
    verb: 'Take it back',
    label: 'Reason',
    hint: 'Stays in the log.',
    placeholder: 'Why it is not needed any more',
  },
}

interface DecisionDialogProps {
  decision: Decision
  approval: ApprovalView
  send: Send
  onDone: (() => void) | undefined
  onClose: () => void
}

function DecisionDialog({ decision, approval, send, onDone, onClose }: DecisionDialogProps) {
  const formId = useId()
  const [text, setText] = useState('')
  const { title, verb, label, hint, placeholder } = WORDS[decision]
  const isReject = decision === 'reject'
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => fieldErrors({ '/reason': isReject && text.trim() === '' && 'Say why: its maker reads it.' }),
    send: () => send(decision, approval, text),
    onDone: () => {
      onClose()
      onDone?.()
    },
  })
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant={decision === 'approve' ? 'primary' : 'danger'}
            isBusy={isBusy}
            data-autofocus={decision === 'approve' ? true : undefined}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Summary decision={decision} approval={approval} />
        <Field
          label={label}
          isOptional={!isReject}
          hint={hint}
          error={errors.fields.get('/reason') ?? errors.fields.get('/comment')}
        >
          {(control) => (
            <TextInput
              {...control}
              data-autofocus={decision === 'approve' ? undefined : true}
              value={text}
              onValue={setText}
              placeholder={placeholder}
            />
          )}
        </Field>
        {errors.general && <Notice>{errors.general}</Notice>}
      </form>
    </Dialog>
  )
}

function Summary({ decision, approval }: { decision: Decision; approval: ApprovalView }) {
  const person = usePersonName()
  const money = useMoney()
  const { amount, title, maker } = approval
  return (
    <p>
      “{title}” by {person(maker.id)}
      {amount !== null && (
        <>
          {' '}
          over <strong>{money(amount)}</strong>
        </>
      )}
      .
      {decision === 'approve' && (
        <span className="mt-1 block text-muted">With the last approval it is carried out at once.</span>
      )}
    </p>
  )
}
