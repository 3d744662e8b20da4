import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { buttonClass } from '../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'

/** While a page's code or its first data is on the way. */
export const LoadingPage = () => (
  <main className="mx-auto w-full max-w-4xl p-4">
    <Loading label="Loading the page" />
  </main>
)

export function ProblemPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Page title="This did not work" width="measure">
      <ProblemNotice error={error} onRetry={retry} />
      <p className="mt-4">
        <Link to="/companies" className="text-accent underline underline-offset-2">
          Choose a company
        </Link>
      </p>
    </Page>
  )
}

export const MissingPage = () => (
  <main className="grid min-h-[70dvh] place-items-center">
    <Empty
      icon={Compass}
      title="There is no such page"
      actions={
        <Link to="/" className={buttonClass('primary')}>
          Go to the start
        </Link>
      }
    >
      The address may be mistyped, or the page may have moved.
    </Empty>
  </main>
)
