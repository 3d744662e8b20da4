import { Check, Minus, SearchX } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { PermissionMatrix } from '../../../../workers/access/contract/roles.ts'
import { isMatch } from '../../shell/palette/items.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import {
  groupsOf,
  isGranted,
  type ModuleGroup,
  type Permission,
  type ScopeGroup,
  withOperation,
  withScope,
} from './grants.ts'

interface GrantListProps {
  matrix: PermissionMatrix
  grants: ReadonlySet<string>
  /** Without it the list only shows. */
  onChange?: (grants: Set<string>) => void
}

/** What one role may do: every operation, in modules and scopes. Arrows move between the boxes. */
export function GrantList({ matrix, grants, onChange }: GrantListProps) {
  const [text, setText] = useState('')
  const isShown = ({ name, summary, scope }: Permission) =>
    !text || isMatch(`${name} ${summary} ${scope}`, text)
  const groups = groupsOf(matrix, isShown)
  const fields = matrix.fields.filter(({ title, grant }) => !text || isMatch(`${title} ${grant}`, text))
  return (
    <div className="flex flex-col gap-4">
      <Field label="Search the permissions" className="max-w-80">
        {(control) => (
          <TextInput
            {...control}
            type="search"
            placeholder="Such as: post, reverse, ledger:read"
            value={text}
            onValue={setText}
          />
        )}
      </Field>
      {groups.length === 0 && fields.length === 0 && (
        <Empty
          icon={SearchX}
          title="No permission matches"
          actions={<Button onClick={() => setText('')}>Show all permissions</Button>}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows are a shortcut; each box is reached with Tab, too */}
      <div className="flex flex-col gap-4" onKeyDown={moveBetweenBoxes}>
        {groups.map((group) => (
          <Module key={group.module} group={group} grants={grants} onChange={onChange} />
        ))}
        {fields.length > 0 && (
          <Block title="Masked fields">
            {fields.map(({ grant, title, description, mayYou }) => (
              <Box
                key={grant}
                label={title}
                detail={description}
                isOn={grants.has('*') || grants.has(grant)}
                isLocked={!mayYou}
                isReadOnly={!onChange}
                onChange={(isOn) => {
                  const next = new Set(grants)
                  if (isOn) next.add(grant)
                  else next.delete(grant)
                  onChange?.(next)
                }}
              />
            ))}
          </Block>
        )}
      </div>
    </div>
  )
}

function moveBetweenBoxes(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.target instanceof HTMLInputElement)) return
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input:not(:disabled)')]
  const next = boxes[boxes.indexOf(event.target) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

const Block = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section aria-label={title} className="rounded-lg border border-line bg-surface">
    <h2 className="sticky top-(--bar) z-10 rounded-t-lg border-b border-line bg-sunken px-4 py-2 font-semibold">
      {title}
    </h2>
    <div className="px-4 py-2">{children}</div>
  </section>
)

interface ModuleProps {
  group: ModuleGroup
  grants: ReadonlySet<string>
  onChange: GrantListProps['onChange']
}

const Module = ({ group, grants, onChange }: ModuleProps) => (
  <Block title={group.title}>
    {group.scopes.map((scope) => (
      <Scope key={scope.scope} group={scope} grants={grants} onChange={onChange} />
    ))}
  </Block>
)

function Scope({ group, grants, onChange }: Omit<ModuleProps, 'group'> & { group: ScopeGroup }) {
  const isWhole = grants.has('*') || grants.has(group.scope)
  const mayGive = group.operations.every(({ mayYou }) => mayYou)
  return (
    <div className="border-line py-1.5 not-last:border-b">
      <Box
        label={group.words}
        detail={group.scope}
        isHead
        isOn={isWhole}
        isLocked={!mayGive}
        isReadOnly={!onChange}
        onChange={(isOn) => onChange?.(withScope(grants, group, isOn))}
      />
      <div className="grid pl-6 lg:grid-cols-2">
        {group.operations.map((operation) => (
          <Box
            key={operation.name}
            label={operation.summary}
            detail={operation.name}
            isOn={isGranted(grants, operation)}
            isLocked={!operation.mayYou}
            isReadOnly={!onChange}
            onChange={(isOn) => onChange?.(withOperation(grants, group, operation.name, isOn))}
          />
        ))}
      </div>
    </div>
  )
}

interface BoxProps {
  label: string
  detail: string
  isOn: boolean
  isLocked: boolean
  isReadOnly: boolean
  isHead?: boolean
  onChange: (isOn: boolean) => void
}

const Box = ({ label, detail, isOn, isLocked, isReadOnly, isHead = false, onChange }: BoxProps) => {
  const words = (
    <span className="min-w-0">
      <span className={isHead ? 'font-medium' : ''}>{label}</span>
      <span className="block font-mono text-xs wrap-anywhere text-faint">{detail}</span>
    </span>
  )
  if (isReadOnly)
    return (
      <p className={`flex items-start gap-2 py-1 ${isOn ? '' : 'text-muted'}`}>
        {isOn ? (
          <Check className="mt-0.5 size-4 shrink-0 text-positive" aria-hidden="true" />
        ) : (
          <Minus className="mt-0.5 size-4 shrink-0 text-faint" aria-hidden="true" />
        )}
        <span className="unseen">{isOn ? 'May: ' : 'May not: '}</span>
        {words}
      </p>
    )
  return (
    <label className={`flex items-start gap-2 py-1 ${isLocked ? '' : 'cursor-pointer'}`}>
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={isOn}
        disabled={isLocked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {words}
    </label>
  )
}
