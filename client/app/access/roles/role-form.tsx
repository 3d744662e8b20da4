import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useId, useState } from 'react'
import type { PermissionMatrix, RoleView } from '../../../../workers/access/contract/roles.ts'
import { accessContract } from '../../../../workers/access/contract.ts'
import { slugOf } from '../../company/slug.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { sessionQuery } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { matrixQuery, rolesQuery } from '../queries.ts'
import { draftOf, ruleOf } from '../record-rules.ts'
import { RulesEditor } from '../rules-editor.tsx'
import { GrantList } from './grant-list.tsx'

interface RoleFormProps {
  matrix: PermissionMatrix
  /** Where the form begins. */
  template: RoleView | undefined
  /** The role that is changed; undefined for a new one. */
  changed?: RoleView
}

/** Code of a role from its name; the API wants a letter first and at most 40 characters. */
const codeOf = (name: string): string =>
  slugOf(name)
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')

/** A role of the organisation's own. */
export function RoleForm({ matrix, template, changed: role }: RoleFormProps) {
  const formId = useId()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(role?.name ?? (template ? `${template.name}, ours` : ''))
  const [description, setDescription] = useState(template?.description ?? '')
  const [grants, setGrants] = useState<ReadonlySet<string>>(new Set(template?.grants))
  const [rules, setRules] = useState(() => template?.rules.map(draftOf) ?? [])
  const [isDropping, setDropping] = useState(false)
  const input = {
    code: role?.code ?? codeOf(name),
    name,
    ...(description.trim() && { description: description.trim() }),
    grants: [...grants].sort(),
    rules: rules.map(ruleOf),
  }
  const refresh = async (words: string) => {
    toast(words)
    await Promise.all(
      [rolesQuery.queryKey, matrixQuery.queryKey, sessionQuery.queryKey].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    )
    await navigate({ to: '/settings/roles' })
  }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(accessContract.operations.DefineRole.input, input),
    send: () => meridian.access.DefineRole(input),
    onDone: () => refresh(`The role ${name} is ${role ? 'changed' : 'defined'}.`),
  })
  const grantError = [...errors.fields].find(([pointer]) => pointer.startsWith('/grants'))?.[1]
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <Page
      title={role?.name ?? 'Define a role'}
      width="measure"
      subtitle="Members with the role get a change within five seconds."
      actions={
        <>
          {role && (
            <Button variant="danger" onClick={() => setDropping(true)}>
              Drop…
            </Button>
          )}
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
            {role ? 'Save' : 'Define the role'}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Name"
            error={errors.fields.get('/name') ?? errors.fields.get('/code')}
            hint={input.code && `Its code is ${input.code}.`}
          >
            {(control) => <TextInput {...control} value={name} onValue={setName} />}
          </Field>
          <Field label="Description" isOptional error={errors.fields.get('/description')}>
            {(control) => <TextInput {...control} value={description} onValue={setDescription} />}
          </Field>
        </div>
        {errors.general && <Notice>{errors.general}</Notice>}
        <RulesEditor rules={rules} onChange={setRules} errors={errors} />
        {grantError && <Notice>{grantError}</Notice>}
        <GrantList matrix={matrix} grants={grants} onChange={setGrants} />
      </form>
      {isDropping && role && (
        <Confirm
          title={`Drop the role ${role.name}?`}
          verb="Drop the role"
          send={() => meridian.access.DropRole({ code: role.code })}
          onDone={() => refresh(`The role ${role.name} is dropped.`)}
          onClose={() => setDropping(false)}
        >
          It can only be dropped while no member, invitation or key has it.
        </Confirm>
      )}
    </Page>
  )
}
