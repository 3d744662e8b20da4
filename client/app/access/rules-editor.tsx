import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import type { PermissionMatrix } from '../../../workers/access/contract/roles.ts'
import type { FormErrors } from '../lib/forms.ts'
import { useMay } from '../session/queries.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { inputClass, Select } from '../ui/field.tsx'
import { matrixQuery } from './queries.ts'
import { kindsOf, RULE_WORDS, type RuleDraft, type RuleKind } from './record-rules.ts'

type RuleField = PermissionMatrix['ruleFields'][number]

interface RulesEditorProps {
  rules: readonly RuleDraft[]
  onChange: (rules: RuleDraft[]) => void
  errors: FormErrors
}

/** Which records somebody sees and writes. The fields to choose from are those that the modules declare. */
export function RulesEditor({ rules, onChange, errors }: RulesEditorProps) {
  const fields = useQuery(matrixQuery).data?.ruleFields ?? []
  const nextKey = useRef(Math.max(0, ...rules.map(({ key }) => key)) + 1)
  const first = fields[0]
  const add = () => {
    if (!first) return
    onChange([
      ...rules,
      { key: nextKey.current++, field: first.field, kind: kindsOf(first.takes)[0] ?? 'allow', text: '' },
    ])
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">Record rules</legend>
      <p className="text-sm text-muted">
        Limit which records are seen and written, in lists, reports and exports alike. Without a rule: all of
        them. Every rule must hold.
      </p>
      {rules.map((rule, index) => (
        <RuleRow
          key={rule.key}
          rule={rule}
          number={index + 1}
          fields={fields}
          error={[...errors.fields].find(([pointer]) => pointer.startsWith(`/rules/${index}`))?.[1]}
          onChange={(next) => onChange(rules.map((other) => (other === rule ? next : other)))}
          onRemove={() => onChange(rules.filter((other) => other !== rule))}
        />
      ))}
      <Button size="sm" className="self-start" disabled={!first} onClick={add}>
        <Plus className="size-4" aria-hidden="true" /> Add a rule
      </Button>
    </fieldset>
  )
}

interface RuleRowProps {
  rule: RuleDraft
  number: number
  fields: readonly RuleField[]
  error: string | undefined
  onChange: (rule: RuleDraft) => void
  onRemove: () => void
}

function RuleRow({ rule, number, fields, error, onChange, onRemove }: RuleRowProps) {
  const field = fields.find((each) => each.field === rule.field)
  const kinds = field ? kindsOf(field.takes) : [rule.kind]
  const choose = (code: string) => {
    const chosen = fields.find((each) => each.field === code)
    const offered = chosen ? kindsOf(chosen.takes) : []
    onChange({
      ...rule,
      field: code,
      kind: offered.includes(rule.kind) ? rule.kind : (offered[0] ?? 'allow'),
    })
  }
  return (
    <div className="rounded-md border border-line p-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={`Field of rule ${number}`}
          className="w-auto! min-w-28 flex-1"
          value={rule.field}
          onValue={choose}
        >
          {fields.map(({ field: code, title }) => (
            <option key={code} value={code}>
              {title}
            </option>
          ))}
        </Select>
        <Select
          aria-label={`Condition of rule ${number}`}
          className="w-auto! flex-1"
          value={rule.kind}
          onValue={(kind) => onChange({ ...rule, kind: kind as RuleKind })}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {RULE_WORDS[kind]}
            </option>
          ))}
        </Select>
        <IconButton label={`Remove rule ${number}`} onClick={onRemove}>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
        {rule.kind !== 'own' && (
          <input
            aria-label={`Value of rule ${number}`}
            aria-invalid={error ? true : undefined}
            className={inputClass}
            inputMode={rule.kind === 'max' ? 'decimal' : 'text'}
            placeholder={rule.kind === 'max' ? '1000.00' : '40*, 4711'}
            value={rule.text}
            onChange={(event) => onChange({ ...rule, text: event.target.value })}
          />
        )}
      </div>
      {error && <p className="mt-1 text-sm text-negative">{error}</p>}
      {field && <p className="mt-1 text-sm text-faint">{field.description.replaceAll('`', '')}</p>}
    </div>
  )
}

/** The titles of fields that rules speak of. */
export function useRuleTitles(): (field: string) => string {
  const fields = useQuery({ ...matrixQuery, enabled: useMay('access.GetPermissionMatrix') }).data?.ruleFields
  return (code) => fields?.find(({ field }) => field === code)?.title ?? code
}
