import { Link } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { type OperationName, useMay, useSession } from '../session/queries.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'

interface GateProps {
  title: string
  /** What the page cannot do without. */
  operation: OperationName
  children: ReactNode
}

/** A page for those who may; the others read why they may not, and who can change that. */
export function Gate({ title, operation, children }: GateProps) {
  const session = useSession()
  const isOpen = useMay(operation)
  if (isOpen) return children
  const roles = session.actor?.roles.join(', ')
  return (
    <Page title={title} width="measure">
      <Empty
        icon={Lock}
        title="Your role does not include this"
        actions={
          <Link to="/account" className={buttonClass()}>
            Go to your account
          </Link>
        }
      >
        {roles ? `In ${session.tenant?.name} you are ${roles}. ` : ''}This page needs the permission{' '}
        <code className="font-mono text-sm">{operation}</code>. An owner or administrator can give it to you.
      </Empty>
    </Page>
  )
}
