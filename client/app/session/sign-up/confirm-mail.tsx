import { Button } from '../../ui/button.tsx'
import { Door } from '../door.tsx'
import { MailHints } from '../sign-in/link-sent.tsx'
import type { Draft } from './sign-up.tsx'
import { Steps } from './steps.tsx'

/** Nothing exists yet: the link of the mail makes the person and the organisation. */
export const ConfirmMail = ({ draft, onBack }: { draft: Draft; onBack: () => void }) => (
  <Door isWide title="Look into your mail" subtitle="One click there, and your account exists.">
    <Steps current="Confirm" />
    <div className="flex flex-col gap-4">
      <p>
        A link went to <strong className="font-semibold break-all">{draft.email.trim()}</strong>. It also
        works on another device. If this address has an account already, the mail says how to sign in instead.
      </p>
      <MailHints />
      <Button className="self-start" onClick={onBack}>
        Change what I typed
      </Button>
    </div>
  </Door>
)
