import { ArrowRight } from 'lucide-react'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { type SignedIn, signInToDemo } from '../api.ts'
import { Or } from '../door.tsx'
import { Refusal } from '../refusal.tsx'

/** Where the deployment offers it: real books to look at, without an account. */
export function DemoDoor({ onSignedIn }: { onSignedIn: (reply: SignedIn) => void }) {
  const demo = useSubmit({ send: signInToDemo, onDone: onSignedIn })
  return (
    <>
      <Or />
      <Button className="h-10! w-full" isBusy={demo.isBusy} onClick={() => demo.submit()}>
        Open the demo
        <ArrowRight className="size-4" aria-hidden="true" />
      </Button>
      <p className="mt-2 text-center text-sm text-balance text-faint">
        A sample company with real books. Nothing to set up.
      </p>
      <Refusal error={demo.error} />
    </>
  )
}
