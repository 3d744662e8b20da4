import { useId } from 'react'
import { AccountPicker, takesEntries } from '../../../ledger/accounts/account-picker.tsx'
import { Tick } from '../../../ui/choice-cards.tsx'
import { type ControlProps, DateInput, Field, Refused, TextArea, TextInput } from '../../../ui/field.tsx'
import { PlacePicker } from '../../pickers/place-picker.tsx'
import type { Place } from '../../pickers/queries.ts'
import { FORMS, fieldName, type GridKind, type HeaderField } from './forms.ts'
import type { Change, Draft } from './model.ts'

interface HeaderFormProps {
  kind: GridKind
  draft: Draft
  errors: ReadonlyMap<HeaderField, string>
  dispatch: (change: Change) => void
}

/** Everything about the document that is not a line. */
export function HeaderForm({ kind, draft, errors, dispatch }: HeaderFormProps) {
  const rowId = useId()
  const { fields, more } = FORMS[kind]
  const isMoreOpen = more.some((name) => draft.header[name] !== '' || errors.has(name))
  const dateError = errors.get('date')
  const field = (name: HeaderField, isOptional: boolean) => (
    <Field
      key={name}
      label={fieldName(kind, name)}
      isOptional={isOptional}
      error={errors.get(name)}
      {...(name === 'date' && { errorId: `${rowId}-date` })}
      className={name === 'note' ? 'sm:col-span-2 lg:col-span-4' : ''}
    >
      {(control) => (
        <Control
          name={name}
          kind={kind}
          control={control}
          value={draft.header[name]}
          onValue={(text) => dispatch({ type: 'header', field: name, text })}
        />
      )}
    </Field>
  )
  return (
    <div className="mb-5 flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[10rem_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]">
        {fields.map((name) =>
          field(
            name,
            name === 'reference' || name === 'party' || (name === 'reason' && !FORMS[kind].needsReason),
          ),
        )}
      </div>
      {dateError && <Refused id={`${rowId}-date`}>{dateError}</Refused>}
      {kind === 'transfer' && (
        <Tick isOn={draft.inTransit} onChange={(isOn) => dispatch({ type: 'in-transit', isOn })}>
          It takes time: the goods are on their way until they are received there.
        </Tick>
      )}
      {more.length > 0 && (
        <details open={isMoreOpen}>
          <summary className="w-fit text-sm text-muted hover:text-ink">{moreText(kind)}</summary>
          <div className="mt-2 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
            {more.map((name) => field(name, true))}
          </div>
        </details>
      )}
    </div>
  )
}

function moreText(kind: GridKind): string {
  switch (kind) {
    case 'receipt':
      return 'Another source or account, or a note'
    case 'issue':
      return 'To production or scrap, another account, a reason or a note'
    case 'adjustment':
    case 'revaluation':
      return 'Another account, or a note'
    default:
      return 'Add a note'
  }
}

interface ControlOptions {
  name: HeaderField
  kind: GridKind
  control: ControlProps
  value: string
  onValue: (text: string) => void
}

function Control({ name, kind, control, value, onValue }: ControlOptions) {
  switch (name) {
    case 'date':
      return <DateInput {...control} value={value} onValue={onValue} />
    case 'account':
      return (
        <AccountPicker
          {...control}
          offers={takesEntries}
          placeholder="As the item says"
          value={value}
          onValue={onValue}
        />
      )
    case 'from':
      return kind === 'receipt' ? (
        <PlacePicker
          {...control}
          only="all"
          offers={isOutside}
          placeholder="SUPPLIERS"
          value={value}
          onValue={onValue}
        />
      ) : (
        <PlacePicker {...control} value={value} onValue={onValue} />
      )
    case 'to':
      return kind === 'issue' ? (
        <PlacePicker
          {...control}
          only="all"
          offers={isOutside}
          placeholder="CUSTOMERS"
          value={value}
          onValue={onValue}
        />
      ) : (
        <PlacePicker {...control} value={value} onValue={onValue} />
      )
    case 'place':
      return <PlacePicker {...control} value={value} onValue={onValue} />
    case 'warehouse':
      return <PlacePicker {...control} only="warehouses" value={value} onValue={onValue} />
    case 'note':
      return <TextArea {...control} rows={2} value={value} onValue={onValue} />
    case 'reason':
      return <TextInput {...control} autoFocus={FORMS[kind].needsReason} value={value} onValue={onValue} />
    case 'reference':
      return (
        <TextInput
          {...control}
          placeholder={kind === 'receipt' ? 'Order or delivery note' : kind === 'issue' ? 'Order' : ''}
          value={value}
          onValue={onValue}
        />
      )
    default:
      // What the form cannot know comes first: who, or why.
      return <TextInput {...control} autoFocus value={value} onValue={onValue} />
  }
}

/** Where goods come from or go to outside of warehouses. */
const isOutside = ({ warehouse, kind }: Place) => warehouse === null && kind !== 'transit'
