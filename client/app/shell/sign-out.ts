import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { messageOf } from '../lib/forms.ts'
import { signOut } from '../session/api.ts'
import { sessionQuery } from '../session/queries.ts'
import { toast } from '../ui/toast.tsx'

/** Signs out and forgets everything that was read with the session. `stays`: on a page that visitors see, too. */
export function useSignOut({ stays = false }: { stays?: boolean } = {}): () => void {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate } = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      queryClient.setQueryData(sessionQuery.queryKey, null)
      if (!stays) await navigate({ to: '/sign-in' })
      queryClient.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'invitation',
      })
    },
    onError: (error) => toast(messageOf(error), 'failed'),
  })
  return () => mutate()
}
