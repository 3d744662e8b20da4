import { useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import type { MemberView } from '../../../../workers/access/contract/members.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { sessionQuery, useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Tick } from '../../ui/choice-cards.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { membersQuery, rolesQuery } from '../queries.ts'
import { draftOf, ruleInWords, ruleOf } from '../record-rules.ts'
import { RoleLinks } from '../role-names.tsx'
import { RolePicker } from '../role-picker.tsx'
import { RulesEditor, useRuleTitles } from '../rules-editor.tsx'

interface MemberSheetProps {
  member: MemberView
  onClose: () => void
}

/** One member: roles, record rules, and whether they get in. */
export function MemberSheet({ member, onClose }: MemberSheetProps) {
  const mayChange = useMay('access.ChangeMember')
  return mayChange ? (
    <MemberForm member={member} onClose={onClose} />
  ) : (
    <MemberFacts member={member} onClose={onClose} />
  )
}

function MemberFacts({ member, onClose }: MemberSheetProps) {
  const titleOf = useRuleTitles()
  return (
    <Sheet title={member.name} onClose={onClose}>
      <Facts
        facts={[
          ['E-mail', member.email],
          ['Since', formatDate(member.joinedAt.slice(0, 10))],
          ['Roles', <RoleLinks key="roles" codes={member.roles} />],
          ['Record rules', member.rules.map((rule) => ruleInWords(rule, titleOf)).join(' · ') || 'None'],
          ['State', member.disabled ? 'Disabled' : 'Active'],
        ]}
      />
    </Sheet>
  )
}

function MemberForm({ member, onClose }: MemberSheetProps) {
  const formId = useId()
  const queryClient = useQueryClient()
  const [roles, setRoles] = useState<string[]>([...member.roles])
  const [rules, setRules] = useState(() => member.rules.map(draftOf))
  const [disabled, setDisabled] = useState(member.disabled)
  const [isRemoving, setRemoving] = useState(false)
  const refresh = async (words: string) => {
    toast(words)
    // What I may do myself may have changed, too.
    await Promise.all(
      [membersQuery.queryKey, rolesQuery.queryKey, sessionQuery.queryKey].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    )
    onClose()
  }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => fieldErrors({ '/roles': roles.length === 0 && 'A member has at least one role.' }),
    send: () =>
      meridian.access.ChangeMember({ user: member.user, roles, rules: rules.map(ruleOf), disabled }),
    onDone: () => refresh(`${member.name} is changed.`),
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <Sheet
      title={member.name}
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" className="mr-auto" onClick={() => setRemoving(true)}>
            Remove…
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-5">
        <p className="text-muted">
          {member.email} · since {formatDate(member.joinedAt.slice(0, 10))}
        </p>
        {errors.general && <Notice>{errors.general}</Notice>}
        <RolePicker value={roles} onValue={setRoles} error={errors.fields.get('/roles')} />
        <RulesEditor rules={rules} onChange={setRules} errors={errors} />
        <Tick isOn={disabled} onChange={setDisabled}>
          Disabled
          <span className="block text-sm text-muted">
            Cannot get in, within five seconds. Everything they did stays, and you can let them in again.
          </span>
        </Tick>
        {errors.fields.get('/disabled') && <Notice>{errors.fields.get('/disabled')}</Notice>}
      </form>
      {isRemoving && (
        <Confirm
          title={`Remove ${member.name}?`}
          verb="Remove from the team"
          send={() => meridian.access.RemoveMember({ user: member.user })}
          onDone={() => refresh(`${member.name} is removed.`)}
          onClose={() => setRemoving(false)}
        >
          They lose access within five seconds. What they did stays in the books under their name. To let them
          in again, invite them anew.
        </Confirm>
      )}
    </Sheet>
  )
}
