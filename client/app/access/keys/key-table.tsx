import type { ApiKeyView } from '../../../../workers/access/contract/keys.ts'
import { formatDate, formatDistance, formatInstant } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Status, Tag, type Tone } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { RoleLinks } from '../role-names.tsx'

interface KeyTableProps {
  keys: readonly ApiKeyView[]
  onRevoke: (key: ApiKeyView) => void
}

export const KeyTable = ({ keys, onRevoke }: KeyTableProps) => (
  <Table aria-label="API keys">
    <thead>
      <tr>
        <HeadCell className="w-1/4 max-sm:w-auto">Key</HeadCell>
        <HeadCell className="max-md:hidden">May do</HeadCell>
        <HeadCell className="w-32 max-lg:hidden">Last use</HeadCell>
        <HeadCell className="w-32 max-lg:hidden">Expires</HeadCell>
        <HeadCell className="w-28 max-sm:hidden">State</HeadCell>
        <HeadCell className="w-24">
          <span className="unseen">Actions</span>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {keys.map((key) => (
        <KeyRow key={key.id} apiKey={key} onRevoke={() => onRevoke(key)} />
      ))}
    </tbody>
  </Table>
)

const STATES: Record<ApiKeyView['state'], { tone: Tone; word: string }> = {
  active: { tone: 'positive', word: 'In force' },
  expired: { tone: 'neutral', word: 'Expired' },
  revoked: { tone: 'negative', word: 'Revoked' },
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKeyView; onRevoke: () => void }) {
  const mayRevoke = useMay('access.RevokeApiKey')
  const state = <Status tone={STATES[apiKey.state].tone}>{STATES[apiKey.state].word}</Status>
  return (
    <tr className="hover:bg-hover">
      <RowHead className="py-2!">
        <span className="font-medium wrap-anywhere">{apiKey.name}</span>
        <code className="block font-mono text-xs wrap-anywhere text-faint">{apiKey.prefix}…</code>
        {apiKey.allowedAddresses.length > 0 && (
          <span className="block text-sm wrap-anywhere text-muted">
            only from {apiKey.allowedAddresses.join(', ')}
          </span>
        )}
        <span className="mt-1 flex flex-col items-start gap-1 md:hidden">
          <Powers apiKey={apiKey} />
          <span className="sm:hidden">{state}</span>
        </span>
      </RowHead>
      <Cell className="max-md:hidden">
        <Powers apiKey={apiKey} />
      </Cell>
      <Cell className="text-sm text-muted max-lg:hidden">
        {apiKey.lastUsedAt ? (
          <span title={formatInstant(apiKey.lastUsedAt)}>
            {formatDistance(apiKey.lastUsedAt)}
            {apiKey.lastUsedFrom && <span className="block text-xs">from {apiKey.lastUsedFrom}</span>}
          </span>
        ) : (
          'Not used yet'
        )}
      </Cell>
      <Cell className="text-sm text-muted max-lg:hidden">
        {apiKey.expiresAt ? formatDate(apiKey.expiresAt.slice(0, 10)) : 'Never'}
      </Cell>
      <Cell className="max-sm:hidden">{state}</Cell>
      <Cell className="text-right!">
        {mayRevoke && apiKey.state === 'active' && (
          <Button size="sm" variant="danger" onClick={onRevoke}>
            Revoke<span className="unseen"> the key {apiKey.name}</span>
          </Button>
        )}
      </Cell>
    </tr>
  )
}

const Powers = ({ apiKey }: { apiKey: ApiKeyView }) =>
  apiKey.roles.length > 0 ? (
    <RoleLinks codes={apiKey.roles} />
  ) : (
    <span className="flex flex-wrap gap-1">
      {apiKey.scopes.map((scope) => (
        <Tag key={scope}>{scope}</Tag>
      ))}
    </span>
  )
