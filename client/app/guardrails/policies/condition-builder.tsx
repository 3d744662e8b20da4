import { FolderPlus, Plus, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import type { FormErrors } from '../../lib/forms.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { conditionOf, type Group, type Match, type Node } from './condition-form.ts'
import { ConditionRow } from './condition-rows.tsx'
import type { ConditionChange } from './edit-condition.ts'
import type { FieldChoice } from './fields.ts'
import { inputFieldsOf } from './input-fields.ts'
import { errorAt } from './policy-form.ts'

interface BuilderProps {
  group: Group
  commands: readonly string[]
  errors: FormErrors
  dispatch: (change: ConditionChange) => void
}

/** When a policy applies: rows in groups, each group said in words. */
export function ConditionBuilder({ group, commands, errors, dispatch }: BuilderProps) {
  const inputs = useMemo(() => inputFieldsOf(commands), [commands])
  const pointers = useMemo(() => conditionOf(group).pointers, [group])
  const errorOf = (node: Node) => errorAt(errors, pointers.get(node.key))
  return <GroupFields group={group} name="" inputs={inputs} errorOf={errorOf} dispatch={dispatch} isRoot />
}

interface GroupProps {
  group: Group
  /** Place in the tree: `2.1`. */
  name: string
  inputs: readonly FieldChoice[]
  errorOf: (node: Node) => string | undefined
  dispatch: (change: ConditionChange) => void
  isRoot?: boolean
}

const MATCH_WORDS: Readonly<Record<Match, string>> = {
  all: 'all of these hold',
  any: 'one of these holds',
  none: 'none of these holds',
}

/** As deep as a controller can still follow; the contract allows more. */
const DEPTH_SHOWN_MAX = 3

function GroupFields({ group, name, inputs, errorOf, dispatch, isRoot = false }: GroupProps) {
  const title = isRoot ? 'Conditions' : `Group ${name}`
  const depth = name === '' ? 0 : name.split('.').length
  return (
    <fieldset
      className={
        isRoot
          ? 'flex min-w-0 flex-col gap-2'
          : 'flex min-w-0 flex-col gap-2 rounded-lg border border-dashed border-line-strong p-2.5'
      }
    >
      <legend className="unseen">{title}</legend>
      <div className="flex items-center gap-2 text-sm text-muted">
        <span>{isRoot ? 'Applies when' : 'where'}</span>
        {isRoot && group.items.length === 0 ? (
          <span>always: every such command.</span>
        ) : (
          <Select
            aria-label={`${title}: how they go together`}
            className="w-auto!"
            value={group.match}
            onValue={(match) => dispatch({ type: 'match', key: group.key, match: match as Match })}
          >
            {Object.entries(MATCH_WORDS).map(([match, words]) => (
              <option key={match} value={match}>
                {words}
              </option>
            ))}
          </Select>
        )}
        {!isRoot && (
          <IconButton
            label={`Remove group ${name}`}
            className="ml-auto"
            onClick={() => dispatch({ type: 'remove', key: group.key })}
          >
            <Trash2 className="size-4" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {group.items.length > 0 && (
        <ul className="flex flex-col gap-2">
          {group.items.map((item, index) => {
            const place = name === '' ? String(index + 1) : `${name}.${index + 1}`
            return item.kind === 'group' ? (
              <li key={item.key}>
                <GroupFields
                  group={item}
                  name={place}
                  inputs={inputs}
                  errorOf={errorOf}
                  dispatch={dispatch}
                />
              </li>
            ) : (
              <ConditionRow
                key={item.key}
                row={item}
                name={`Condition ${place}`}
                inputs={inputs}
                error={errorOf(item)}
                onChange={(row) => dispatch({ type: 'row', row })}
                onRemove={() => dispatch({ type: 'remove', key: item.key })}
              />
            )
          })}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => dispatch({ type: 'add', group: group.key, what: 'row' })}>
          <Plus className="size-3.5" aria-hidden="true" /> Condition
        </Button>
        {depth < DEPTH_SHOWN_MAX && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => dispatch({ type: 'add', group: group.key, what: 'group' })}
          >
            <FolderPlus className="size-3.5" aria-hidden="true" /> Group
          </Button>
        )}
      </div>
    </fieldset>
  )
}
