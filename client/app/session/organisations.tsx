import { Link } from '@tanstack/react-router'
import { Plus, Users } from 'lucide-react'
import { useState } from 'react'
import { BrandMark } from '../shell/brand.tsx'
import { useSignOut } from '../shell/sign-out.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { OpenOrganisation } from './open-organisation.tsx'
import { useSession } from './queries.ts'
import { useSwitchTenant } from './use-switch-tenant.ts'

/** Where a person goes who belongs to several organisations, to none, or to one that is suspended. */
export function OrganisationsPage() {
  const { user, tenant, tenants, actor, operator } = useSession()
  const switchTo = useSwitchTenant()
  const signOut = useSignOut()
  const [isOpening, setOpening] = useState(false)
  return (
    <>
      <header className="flex items-center gap-2 border-b border-line px-4 py-2.5 sm:px-6">
        <BrandMark />
        <span className="flex-1 text-lg font-semibold tracking-tight">Meridian</span>
        <Button variant="ghost" onClick={signOut}>
          Sign out
        </Button>
      </header>
      <main id="content" className="flex">
        <Page
          title="Organisations"
          width="measure"
          subtitle={`Where ${user.email} is a member.`}
          actions={
            <>
              {operator && (
                <Link to="/operator" className={buttonClass()}>
                  Operator console
                </Link>
              )}
              <Link to="/account" className={buttonClass()}>
                Your account
              </Link>
              <Button onClick={() => setOpening(true)}>
                <Plus className="size-4" aria-hidden="true" /> New organisation
              </Button>
            </>
          }
        >
          {tenants.length === 0 && (
            <Empty icon={Users} title="You belong to no organisation here">
              Someone removed you, or the invitation is still in your mail. Ask the person who invited you, or
              open an organisation of your own.
            </Empty>
          )}
          <ul className="grid gap-3 sm:grid-cols-2">
            {tenants.map(({ id, name, roles, status }) => (
              <li
                key={id}
                className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4 shadow-low"
              >
                <div className="flex flex-wrap items-center gap-2">
                  <h2 className="min-w-0 flex-1 truncate font-medium">{name}</h2>
                  {status === 'suspended' && <Status tone="warning">Suspended</Status>}
                </div>
                <p className="text-sm text-muted">{roles.join(', ')}</p>
                {status === 'suspended' ? (
                  <p className="text-sm text-muted">
                    The operator suspended it: nothing can be read or written, nothing is lost. Ask its owner.
                  </p>
                ) : id === tenant?.id && actor ? (
                  <Link to="/" className={`${buttonClass('primary')} self-start`}>
                    Open<span className="unseen"> {name}</span>
                  </Link>
                ) : (
                  <Button className="self-start" onClick={() => switchTo(id)}>
                    Open<span className="unseen"> {name}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {isOpening && <OpenOrganisation onClose={() => setOpening(false)} />}
        </Page>
      </main>
    </>
  )
}
