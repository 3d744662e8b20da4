import { Link } from '@tanstack/react-router'
import type { ParkedApproval } from '../../sdk/problem.ts'
import { toast } from '../ui/toast.tsx'

/** Says that a command waits, with the way to its approval. */
export function announceParked(company: string, { id }: ParkedApproval): void {
  toast(
    <>
      Sent for approval. Nothing is in the books yet.{' '}
      <Link
        to="/companies/$company/approvals/$approval"
        params={{ company, approval: id }}
        className="font-medium text-accent underline underline-offset-2"
      >
        Show what waits
      </Link>
    </>,
  )
}
