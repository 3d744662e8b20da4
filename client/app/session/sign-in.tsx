import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { type SubmitEvent, useEffect, useState } from 'react'
import { errorsOf, NO_ERRORS } from '../lib/forms.ts'
import { BrandMark } from '../shell/brand.tsx'
import { Button } from '../ui/button.tsx'
import { Loading, Notice } from '../ui/feedback.tsx'
import { Field, TextInput } from '../ui/field.tsx'
import { methodsQuery, signInToDemo, signInWithKey } from './queries.ts'

/** Two ways in: the demo where the server offers it, and an access key. */
export function SignInPage() {
  const methods = useQuery(methodsQuery)
  useEffect(() => {
    document.title = 'Sign in · Meridian'
  }, [])
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-7 flex flex-col items-center gap-3 text-center">
          <BrandMark className="size-11" />
          <div>
            <h1 className="text-2xl font-semibold tracking-tight">Meridian</h1>
            <p className="mt-1 text-muted">A company’s books, provable to the cent.</p>
          </div>
        </div>
        <div className="rounded-xl border border-line bg-surface p-5 shadow-low">
          {methods.isPending ? <Loading rows={3} label="Loading the ways to sign in" /> : null}
          {methods.isError && <Notice>The server did not answer. Reload the page to try again.</Notice>}
          {methods.data && <SignInForm hasDemo={methods.data.demo} />}
        </div>
      </div>
    </main>
  )
}

function SignInForm({ hasDemo }: { hasDemo: boolean }) {
  const demo = useSignIn(signInToDemo)
  const [key, setKey] = useState('')
  const withKey = useSignIn(() => signInWithKey(key.trim()))
  const errors = withKey.error ? errorsOf(withKey.error) : NO_ERRORS
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    withKey.mutate()
  }
  return (
    <>
      {hasDemo && (
        <>
          <Button
            variant="primary"
            className="h-10! w-full"
            isBusy={demo.isPending}
            onClick={() => demo.mutate()}
          >
            Open the demo
            <ArrowRight className="size-4" aria-hidden="true" />
          </Button>
          <p className="mt-2 text-center text-sm text-faint">
            Sample companies with real books. Nothing to set up.
          </p>
          {demo.error && <Notice>{errorsOf(demo.error).general}</Notice>}
          <div className="my-5 flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </div>
        </>
      )}
      <form onSubmit={submit} className="flex flex-col gap-3" noValidate>
        <Field
          label="Access key"
          error={errors.fields.get('/apiKey') ?? errors.general}
          hint="The administrator of your tenant gives out access keys."
        >
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoComplete="current-password"
              value={key}
              onValue={setKey}
              required
            />
          )}
        </Field>
        <Button
          type="submit"
          variant={hasDemo ? 'secondary' : 'primary'}
          isBusy={withKey.isPending}
          disabled={!key.trim()}
        >
          Sign in with an access key
        </Button>
      </form>
    </>
  )
}

function useSignIn(signIn: () => Promise<Response>) {
  const queryClient = useQueryClient()
  const router = useRouter()
  const { to } = useSearch({ from: '/sign-in' })
  return useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      // What another user may have read in this tab is not this one's to see.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'methods' })
      router.history.push(to ?? '/')
    },
  })
}
