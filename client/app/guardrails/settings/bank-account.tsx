import { EyeOff } from 'lucide-react'
import { Copyable } from '../../ui/copyable.tsx'
import { spacedIban } from './iban.ts'

interface BankAccountProps {
  name: string
  holder: string
  /** Null where the reader's role does not show it. */
  iban: string | null
  bic?: string | null | undefined
}

/** Where money is paid to, as on an invoice. */
export const BankAccount = ({ name, holder, iban, bic }: BankAccountProps) => (
  <div className="rounded-lg border border-line p-3">
    <p className="font-medium">{name}</p>
    <p className="text-sm text-muted">{holder}</p>
    {iban === null ? (
      <p className="mt-1 inline-flex items-center gap-1.5 text-muted">
        <EyeOff className="size-4" aria-hidden="true" /> IBAN hidden for your role
      </p>
    ) : (
      <Copyable text={spacedIban(iban)} label="IBAN" />
    )}
    {bic && <p className="text-sm text-muted">BIC {bic}</p>}
  </div>
)
