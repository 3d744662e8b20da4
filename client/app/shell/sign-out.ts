import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { messageOf } from '../lib/forms.ts'
import { signOut } from '../session/api.ts'
import { keptStart } from '../session/kept.ts'
import { sessionQuery } from '../session/queries.ts'
import { toast } from '../ui/toast.tsx'

/** What the warehouse floor keeps on this device goes with its person; commands that nobody answered wait for them. */
async function forgetDevice(): Promise<void> {
  keptStart.forget()
  const { leaveDevice } = await import('../inventory/floor/device/leave.ts')
  const waiting = await leaveDevice().catch(() => 0)
  if (waiting > 0)
    toast(
      `${waiting === 1 ? 'One command waits' : `${waiting} commands wait`} on this device until you sign in here again.`,
      'failed',
    )
}

/** Signs out and forgets everything that was read with the session. `stays`: on a page that visitors see, too. */
export function useSignOut({ stays = false }: { stays?: boolean } = {}): () => void {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate } = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      queryClient.setQueryData(sessionQuery.queryKey, null)
      await forgetDevice()
      if (!stays) await navigate({ to: '/sign-in' })
      queryClient.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'invitation',
      })
    },
    onError: (error) => toast(messageOf(error), 'failed'),
  })
  return () => mutate()
}
