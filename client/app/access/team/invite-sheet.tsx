import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { accessContract } from '../../../../workers/access/contract.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { invitationsQuery } from '../queries.ts'
import { type RuleDraft, ruleOf } from '../record-rules.ts'
import { RolePicker } from '../role-picker.tsx'
import { RulesEditor } from '../rules-editor.tsx'

/** A mail with a link; who answers it is a member. */
export function InviteSheet({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [email, setEmail] = useState('')
  const [message, setMessage] = useState('')
  const [roles, setRoles] = useState<string[]>([])
  const [rules, setRules] = useState<RuleDraft[]>([])
  const input = {
    email,
    roles,
    ...(rules.length > 0 && { rules: rules.map(ruleOf) }),
    ...(message.trim() && { message: message.trim() }),
  }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(accessContract.operations.Invite.input, input),
    send: () => commandKey.send(input, (idempotencyKey) => meridian.access.Invite(input, { idempotencyKey })),
    onDone: async (invitation) => {
      toast(`The invitation to ${invitation.email} is sent.`)
      await queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey })
      onClose()
    },
  })
  return (
    <FormSheet
      title="Invite a person"
      onClose={onClose}
      verb="Send the invitation"
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field label="E-mail" error={errors.fields.get('/email')} hint="The link is good for seven days.">
        {(control) => <TextInput {...control} data-autofocus type="email" value={email} onValue={setEmail} />}
      </Field>
      <RolePicker value={roles} onValue={setRoles} error={errors.fields.get('/roles')} />
      <RulesEditor rules={rules} onChange={setRules} errors={errors} />
      <Field
        label="A sentence of yours"
        isOptional
        hint="It stands in the mail."
        error={errors.fields.get('/message')}
      >
        {(control) => <TextInput {...control} value={message} onValue={setMessage} />}
      </Field>
    </FormSheet>
  )
}
