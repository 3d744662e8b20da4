import type { OAuthClientView } from '../../../../workers/access/contract/apps.ts'
import { formatDate, formatDistance } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/section.tsx'
import { Tag } from '../../ui/status.tsx'
import { RoleLinks } from '../role-names.tsx'

interface AppCardProps {
  app: OAuthClientView
  onRotate: () => void
  onRemove: () => void
}

export function AppCard({ app, onRotate, onRemove }: AppCardProps) {
  const mayChange = useMay('access.RemoveOAuthClient')
  return (
    <Section
      title={app.name}
      description={
        app.uri && (
          <a href={app.uri} rel="noreferrer" className="underline underline-offset-2">
            {app.uri}
          </a>
        )
      }
      actions={
        mayChange && (
          <>
            {app.type === 'confidential' && (
              <Button size="sm" onClick={onRotate}>
                New secret<span className="unseen"> for {app.name}</span>
              </Button>
            )}
            <Button size="sm" variant="danger" onClick={onRemove}>
              Remove<span className="unseen"> {app.name}</span>
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <div>
          <p className="text-sm text-faint">Client id</p>
          <Copyable text={app.id} label="client id" />
        </div>
        <Facts
          facts={[
            [
              'Type',
              app.type === 'confidential' ? 'On a server, with a secret' : 'With its user, without a secret',
            ],
            ['People who authorised it', app.people],
            ['Last use', app.lastUsedAt ? formatDistance(app.lastUsedAt) : 'Not used yet'],
            ['Since', formatDate(app.createdAt.slice(0, 10))],
            [
              'Acts by itself as',
              app.grantTypes.includes('client_credentials') && (
                <RoleLinks codes={[app.role ?? 'integration']} />
              ),
            ],
          ]}
        />
        {app.redirectUris.length > 0 && (
          <div>
            <p className="text-sm text-faint">Sends people back to</p>
            <ul>
              {app.redirectUris.map((uri) => (
                <li key={uri} className="font-mono text-sm break-all">
                  {uri}
                </li>
              ))}
            </ul>
          </div>
        )}
        <p className="flex flex-wrap gap-1">
          {app.scopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </p>
      </div>
    </Section>
  )
}
