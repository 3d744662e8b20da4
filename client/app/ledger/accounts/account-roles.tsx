import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import {
  ACCOUNT_TYPES,
  type AccountRole,
  type AccountType,
  ledgerContract,
} from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Loading, Notice, ProblemNotice } from '../../ui/feedback.tsx'
import { Field } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Status } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { TYPE_NAMES } from '../types.ts'
import { AccountPicker, takesEntries } from './account-picker.tsx'
import { ChartMenu } from './chart-menu.tsx'
import { ROLE_GROUPS, ROLE_NAMES } from './names.ts'
import { type Role, refreshAfter, rolesQuery } from './queries.ts'

/** Which accounts the books look for by what they are, not by their code. */
export function AccountRolesPage() {
  const { slug } = useCompany()
  const roles = useQuery(rolesQuery(slug))
  const missing = roles.data?.filter(({ account }) => account === null).length ?? 0
  return (
    <Page
      title="Roles of accounts"
      width="measure"
      subtitle="Closing a year, revaluing currencies and the like book to accounts that you choose here."
      actions={<ChartMenu />}
    >
      {roles.isPending && <Loading rows={10} label="Loading the roles" />}
      {roles.isError && <ProblemNotice error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data && missing > 0 && (
        <p className="mb-4 text-muted">
          <Status tone="warning">{missing} missing</Status> What needs a role says so and waits for it.
        </p>
      )}
      {roles.data && <RolesForm roles={roles.data} />}
    </Page>
  )
}

type Chosen = Partial<Record<AccountRole, string>>

function RolesForm({ roles }: { roles: readonly Role[] }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const maySet = useMay('ledger.SetAccountRoles')
  const [chosen, setChosen] = useState<Chosen>({})
  const input = { roles: changesOf(roles, chosen) }
  const changes = Object.keys(input.roles).length
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(ledgerContract.operations.SetAccountRoles.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.SetAccountRoles(slug, input, { idempotencyKey }),
      ),
    onDone: async () => {
      await refreshAfter(queryClient, slug, 'account-roles-set')
      setChosen({})
      toast(changes === 1 ? 'The role is set.' : `${changes} roles are set.`)
    },
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (changes > 0) submit()
  }
  const byRole = new Map(roles.map((role) => [role.role, role]))
  return (
    <form ref={form} onSubmit={onSubmit} noValidate>
      {ROLE_GROUPS.map((group) => (
        <Section key={group.title} title={group.title}>
          <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
            {group.roles
              .flatMap((name) => byRole.get(name) ?? [])
              .map((role) => (
                <RoleField
                  key={role.role}
                  role={role}
                  value={chosen[role.role]}
                  errors={errors}
                  onValue={
                    maySet ? (code) => setChosen((before) => ({ ...before, [role.role]: code })) : undefined
                  }
                />
              ))}
          </div>
        </Section>
      ))}
      {errors.general && <Notice>{errors.general}</Notice>}
      {maySet && (
        <div className="sticky bottom-0 flex items-center justify-end gap-3 border-t border-line bg-canvas py-3">
          <span className="text-muted" aria-live="polite">
            {changes > 0 && (changes === 1 ? '1 change' : `${changes} changes`)}
          </span>
          <Button type="submit" variant="primary" isBusy={isBusy} disabled={changes === 0}>
            Save the roles
          </Button>
        </div>
      )}
    </form>
  )
}

interface RoleProps {
  role: Role
  /** What was typed; undefined: as it is. */
  value: string | undefined
  errors: FormErrors
  onValue: ((code: string) => void) | undefined
}

function RoleField({ role: { role, account, types }, value, errors, onValue }: RoleProps) {
  const { name, needs } = ROLE_NAMES[role]
  const code = value ?? account?.code ?? ''
  const hint = `${needs} ${typesInWords(types)}`
  return (
    <div>
      {onValue ? (
        <Field label={name} hint={hint} error={errors.fields.get(`/roles/${role}`)}>
          {(control) => (
            <AccountPicker
              {...control}
              placeholder="Code or name"
              offers={(each) => takesEntries(each) && types.includes(each.type)}
              value={code}
              onValue={onValue}
            />
          )}
        </Field>
      ) : (
        <>
          <p className="text-sm font-medium">{name}</p>
          {account && `${account.code} ${account.name}`}
          <p className="text-sm text-faint">{hint}</p>
        </>
      )}
      {code.trim() === '' && (
        <p className="mt-1">
          <Status tone="warning">Missing</Status>
        </p>
      )}
    </div>
  )
}

const disjunction = new Intl.ListFormat('en', { type: 'disjunction' })

const typesInWords = (types: readonly AccountType[]): string =>
  types.length === ACCOUNT_TYPES.length
    ? 'An account of any type.'
    : `An account of type ${disjunction.format(types.map((type) => TYPE_NAMES[type].one.toLowerCase()))}.`

/** Roles whose account is another one than before; an empty field takes the role away. */
function changesOf(roles: readonly Role[], chosen: Chosen): Partial<Record<AccountRole, string | null>> {
  const changed = roles.flatMap(({ role, account }) => {
    const code = chosen[role]?.trim()
    return code === undefined || code === (account?.code ?? '') ? [] : [[role, code || null]]
  })
  return Object.fromEntries(changed)
}
