import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Clock, Landmark, PencilLine } from 'lucide-react'
import { useState } from 'react'
import type { BankDetailsView } from '../../../../durable-objects/company/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { formatInstant } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { usePersonName } from '../names.ts'
import { BankAccount } from './bank-account.tsx'
import { BankDetailsSheet } from './bank-details-sheet.tsx'
import { bankDetailsQuery } from './queries.ts'
import { TimeZoneSheet } from './time-zone-sheet.tsx'

/** Who the company is, and where it is paid. */
export function CompanySettingsPage() {
  const { name, slug, country, currency, region, timeZone, id } = useCompany()
  const mayChange = useMay('company.ChangeTimeZone')
  const [isMoving, setMoving] = useState(false)
  return (
    <Page title="Company details" width="measure">
      <Section
        title={name}
        actions={
          mayChange && (
            <Button onClick={() => setMoving(true)}>
              <Clock className="size-4" aria-hidden="true" /> Change the time zone…
            </Button>
          )
        }
      >
        <Facts
          facts={[
            ['Short name', slug],
            ['Country', countryName(country)],
            ['Currency of the books', currency],
            ['Region', region.toUpperCase()],
            ['Time zone', timeZone],
          ]}
        />
        <p className="mt-3 text-sm text-faint">Id</p>
        <Copyable text={id} label="id" />
        {isMoving && <TimeZoneSheet onClose={() => setMoving(false)} />}
      </Section>
      {useMay('company.GetBankDetails') && <BankDetails />}
    </Page>
  )
}

function BankDetails() {
  const { slug } = useCompany()
  const query = useQuery(bankDetailsQuery(slug))
  const mayChange = useMay('company.ChangeBankDetails')
  const [isEditing, setEditing] = useState(false)
  const details = query.data
  const isMasked = details?.accounts.some(({ iban }) => iban === null) ?? false
  return (
    <Section
      title="Bank details"
      description="Where customers pay. Whoever can change them can redirect money, so a policy can ask two people."
      actions={
        details &&
        mayChange &&
        !isMasked &&
        details.accounts.length > 0 && (
          <Button onClick={() => setEditing(true)}>
            <PencilLine className="size-4" aria-hidden="true" /> Change…
          </Button>
        )
      }
    >
      {query.isPending && <Loading rows={3} label="Loading the bank details" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {details?.accounts.length === 0 && (
        <Empty
          icon={Landmark}
          title="No bank account yet"
          actions={mayChange && <Button onClick={() => setEditing(true)}>Add the first account</Button>}
        >
          The account that customers pay to, with its holder and IBAN.
        </Empty>
      )}
      {details && details.accounts.length > 0 && <Accounts details={details} />}
      {isMasked && mayChange && (
        <p className="mt-3 text-sm text-muted">
          Your role does not show the account numbers, so it cannot change them either: a change replaces the
          whole list.
        </p>
      )}
      {details && isEditing && <BankDetailsSheet details={details} onClose={() => setEditing(false)} />}
    </Section>
  )
}

function Accounts({ details: { accounts, changedAt, changedBy, sequence } }: { details: BankDetailsView }) {
  const { slug: company } = useCompany()
  const person = usePersonName()
  return (
    <>
      <ul className="flex flex-col gap-3">
        {accounts.map((account, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that changes as a whole
          <li key={index}>
            <BankAccount {...account} />
          </li>
        ))}
      </ul>
      {changedAt && sequence !== null && (
        <p className="mt-3 text-sm text-muted">
          Last changed{' '}
          <Link
            to="/companies/$company/events"
            params={{ company }}
            search={{ sequence }}
            className="text-accent underline underline-offset-2"
          >
            {formatInstant(changedAt)}
          </Link>
          {changedBy && ` by ${person(changedBy)}`}
        </p>
      )}
    </>
  )
}

const countries = new Intl.DisplayNames('en', { type: 'region' })
const countryName = (code: string): string => countries.of(code) ?? code
