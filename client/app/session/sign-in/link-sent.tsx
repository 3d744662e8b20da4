import { useQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { textLink } from '../door.tsx'
import { methodsQuery } from '../queries.ts'

/** The same words whether the address has an account or not: the answer tells nobody. */
export function LinkSent({ sentTo, onStartOver }: { sentTo: string; onStartOver: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p>
        If <strong className="font-semibold break-all">{sentTo}</strong> has an account, a link is on its way.
        It works once, for 15 minutes.
      </p>
      <MailHints />
      <Button onClick={onStartOver}>Sign in another way</Button>
    </div>
  )
}

/** Where to look for a mail that does not come, and where a deployment without mail keeps it. */
export function MailHints() {
  const hasMailbox = useQuery(methodsQuery).data?.mailbox
  return (
    <>
      <p className="text-sm text-muted">Nothing there after a minute? Look into the folder for spam.</p>
      {hasMailbox && (
        <p className="text-sm text-muted">
          This deployment sends no mail:{' '}
          <a href="/dev/mailbox" className={textLink}>
            open its mailbox
          </a>
          .
        </p>
      )}
    </>
  )
}
