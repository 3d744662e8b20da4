import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../lib/forms.ts'
import { toast } from '../ui/toast.tsx'
import { switchTenant } from './api.ts'
import { useEnter } from './use-enter.ts'

/** Goes on in another organisation; nothing of the one before stays in the tab. */
export function useSwitchTenant(): (tenant: string) => void {
  const queryClient = useQueryClient()
  const enter = useEnter()
  const { mutate } = useMutation({
    mutationFn: switchTenant,
    onMutate: () => queryClient.cancelQueries(),
    onSuccess: (session) => enter(session),
    onError: (error) => toast(messageOf(error), 'failed'),
  })
  return (tenant) => mutate(tenant)
}
