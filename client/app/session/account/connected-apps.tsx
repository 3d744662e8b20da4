import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plug } from 'lucide-react'
import { useState } from 'react'
import { formatDate, formatDistance } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/status.tsx'
import { Card } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { type ConnectedApp, disconnectApp } from '../api.ts'
import { connectedAppsQuery } from './queries.ts'

/** What the person allowed to act in their name. */
export function ConnectedAppsPage() {
  const apps = useQuery(connectedAppsQuery)
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<ConnectedApp>()
  return (
    <Page
      title="Connected apps"
      width="measure"
      subtitle="Apps that you allowed to act in your name. They can never do more than you can."
    >
      {apps.isPending && <Loading rows={3} label="Loading the apps" />}
      {apps.isError && <ProblemNotice error={apps.error} onRetry={() => void apps.refetch()} />}
      {apps.data?.length === 0 && (
        <Empty icon={Plug} title="No apps yet">
          When an app asks for access and you allow it, it appears here, and you can take the access back.
        </Empty>
      )}
      {apps.data && apps.data.length > 0 && (
        <Card>
          <ul aria-label="Connected apps" className="divide-y divide-line">
            {apps.data.map((app) => (
              <AppRow key={app.client.id} app={app} onRevoke={() => setOpen(app)} />
            ))}
          </ul>
        </Card>
      )}
      {open && (
        <Confirm
          title={`Disconnect ${open.client.name}?`}
          verb="Disconnect the app"
          send={() => disconnectApp(open.client.id)}
          onDone={async () => {
            toast(`${open.client.name} is disconnected.`)
            await queryClient.invalidateQueries({ queryKey: connectedAppsQuery.queryKey })
          }}
          onClose={() => setOpen(undefined)}
        >
          Its access stops within five seconds. It can ask for it again.
        </Confirm>
      )}
    </Page>
  )
}

const AppRow = ({ app, onRevoke }: { app: ConnectedApp; onRevoke: () => void }) => (
  <li className="flex flex-wrap items-start gap-x-3 gap-y-2 p-4">
    <div className="min-w-0 flex-1 basis-56">
      <p className="font-medium">{app.client.name}</p>
      <p className="text-sm text-muted">
        of {app.tenant.name} · since {formatDate(app.grantedAt.slice(0, 10))} ·{' '}
        {app.lastUsedAt ? `used ${formatDistance(app.lastUsedAt)}` : 'not used yet'}
        {app.offline && ' · also while you are away'}
      </p>
      <p className="mt-1.5 flex flex-wrap gap-1">
        {app.scopes.map((scope) => (
          <Tag key={scope}>{scope}</Tag>
        ))}
      </p>
    </div>
    <Button size="sm" variant="danger" onClick={onRevoke}>
      Disconnect<span className="unseen"> {app.client.name}</span>
    </Button>
  </li>
)
