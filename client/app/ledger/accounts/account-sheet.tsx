import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, Notice, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { TYPE_NAMES } from '../types.ts'
import { AccountBalances } from './account-balances.tsx'
import { ChangeAccountSheet, RenumberAccountSheet } from './change-account.tsx'
import { LimitSheet } from './limit-sheet.tsx'
import { Marks } from './marks.tsx'
import { MergeAccountSheet } from './merge-account.tsx'
import { CATEGORY_NAMES, CONTROL_NAMES, ROLE_NAMES } from './names.ts'
import { type AccountDetails, accountQuery, refreshAfter } from './queries.ts'

interface AccountProps {
  code: string
  onClose: () => void
  /** It has another code now, or is another account. */
  onMoved: (code: string) => void
}

type Form = 'change' | 'renumber' | 'merge' | 'limit' | 'deactivate'

/** Everything about an account beside its lines, and what can be done to it. */
export function AccountSheet({ code, onClose, onMoved }: AccountProps) {
  const { slug } = useCompany()
  const [form, setForm] = useState<Form>()
  const query = useQuery(accountQuery(slug, code))
  const account = query.data
  const back = () => setForm(undefined)
  const move = (to: string) => {
    back()
    onMoved(to)
  }
  if (account && form === 'change') return <ChangeAccountSheet account={account} onClose={back} />
  if (account && form === 'renumber')
    return <RenumberAccountSheet account={account} onClose={back} onRenumbered={move} />
  if (account && form === 'merge')
    return <MergeAccountSheet account={account} onClose={back} onMerged={move} />
  if (account && form === 'limit') return <LimitSheet account={account} onClose={back} />
  return (
    <Sheet title={account ? `${account.code} ${account.name}` : `Account ${code}`} onClose={onClose}>
      {query.isPending && <Loading rows={6} label="Loading the account" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {account && <Details account={account} onForm={setForm} />}
      {account && form === 'deactivate' && <DeactivateDialog account={account} onClose={back} />}
    </Sheet>
  )
}

interface DetailsProps {
  account: AccountDetails
  onForm: (form: Form) => void
}

function Details({ account, onForm }: DetailsProps) {
  const { slug } = useCompany()
  const seesBalances = useMay('pending.GetBalances')
  const { type, category, parent, unit, control, tax, roles, mergedCodes, children } = account
  return (
    <div className="flex flex-col gap-5">
      <Marks account={account} />
      <Facts
        facts={[
          ['Type', TYPE_NAMES[type].one],
          ['Category', CATEGORY_NAMES[category]],
          ['Below', parent],
          ['Accounts below it', children || null],
          ['Only unit', unit],
          ['Control', control && CONTROL_NAMES[control]],
          ['Tax', tax],
          ['Roles', roles.map((role) => ROLE_NAMES[role].name).join(', ')],
          ['Merged into it', mergedCodes.join(', ')],
        ]}
      />
      {seesBalances && !account.isHeading && (
        <section>
          <h3 className="mb-2 font-semibold">Balance</h3>
          <AccountBalances account={account} />
        </section>
      )}
      <Link
        to="/companies/$company/accounts/$code"
        params={{ company: slug, code: account.code }}
        search={{}}
        className={buttonClass('secondary')}
      >
        Show the register
      </Link>
      <Deeds account={account} onForm={onForm} />
    </div>
  )
}

/** What the person may do to the account. */
function Deeds({ account, onForm }: DetailsProps) {
  const mayChange = useMay('ledger.ChangeAccount')
  const mayRenumber = useMay('ledger.RenumberAccount')
  const mayMerge = useMay('ledger.MergeAccounts')
  const mayLimit = useMay('pending.SetBalanceLimit')
  const mayDeactivate = useMay('ledger.DeactivateAccount')
  const { isHeading, isActive } = account
  if (!(mayChange || mayRenumber || mayMerge || mayLimit || mayDeactivate)) return null
  return (
    <section className="border-t border-line pt-4">
      <h3 className="unseen">Change</h3>
      <div className="flex flex-wrap gap-2">
        {mayChange && <Button onClick={() => onForm('change')}>Change</Button>}
        {mayRenumber && <Button onClick={() => onForm('renumber')}>Renumber</Button>}
        {mayLimit && !isHeading && <Button onClick={() => onForm('limit')}>Limit the balance</Button>}
        {mayMerge && <Button onClick={() => onForm('merge')}>Merge into another</Button>}
        {mayDeactivate && isActive && (
          <Button variant="danger" onClick={() => onForm('deactivate')}>
            Take out of use
          </Button>
        )}
        {mayDeactivate && !isActive && <ReactivateButton account={account} />}
      </div>
    </section>
  )
}

function DeactivateDialog({ account, onClose }: { account: AccountDetails; onClose: () => void }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const { code, name } = account
  return (
    <Confirm
      title={`Take ${code} ${name} out of use?`}
      verb="Take out of use"
      send={() => meridian.ledger.DeactivateAccount(slug, { code })}
      onDone={async () => {
        await refreshAfter(queryClient, slug, 'account-changed')
        toast(`Account ${code} is not used any more.`)
      }}
      onClose={onClose}
    >
      It keeps what was booked, is left out of lists, and takes no more entries. Its balance has to be zero.
      It can be taken into use again.
    </Confirm>
  )
}

function ReactivateButton({ account: { code } }: { account: AccountDetails }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const { submit, isBusy, errors } = useSubmit({
    send: () => meridian.ledger.ReactivateAccount(slug, { code }),
    onDone: async () => {
      await refreshAfter(queryClient, slug, 'account-changed')
      toast(`Account ${code} is in use again.`)
    },
  })
  const refused = errors.general ?? [...errors.fields.values()][0]
  return (
    <>
      <Button isBusy={isBusy} onClick={() => submit()}>
        Take into use again
      </Button>
      {refused && <Notice>{refused}</Notice>}
    </>
  )
}
