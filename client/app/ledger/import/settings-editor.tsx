import { useQuery } from '@tanstack/react-query'
import { useCompany } from '../../company/queries.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { journalsQuery } from '../queries.ts'
import type { Import } from './queries.ts'
import { type Settings, withOption } from './settings.ts'

interface EditorProps {
  format: Import['format']
  settings: Settings
  onSettings: (settings: Settings) => void
}

/** What becomes of entries that come again, and what the format leaves open. */
export function SettingsEditor({ format, settings, onSettings }: EditorProps) {
  const { slug } = useCompany()
  const journals = useQuery(journalsQuery(slug)).data ?? []
  const { options } = settings
  const isJournal = format !== 'csv' && format !== 'saf-t'
  const text = (name: 'externalIdPrefix' | 'externalIdTag') => (value: string) =>
    onSettings(withOption(settings, name, value === '' ? undefined : value))
  const isMore = Object.keys(options).some((name) => MORE.has(name))
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Entries that are in the books already, by their id"
        className="max-w-md"
        hint="Those with the same content are left as they are."
      >
        {(control) => (
          <Select
            {...control}
            value={settings.upsert}
            onValue={(upsert) => onSettings({ ...settings, upsert: upsert as Settings['upsert'] })}
          >
            <option value="skip">Leave what is equal, refuse what differs</option>
            <option value="correct">Correct what differs: reverse and post anew</option>
            <option value="refuse">Refuse all of them</option>
          </Select>
        )}
      </Field>
      {format === 'saf-t' && (
        <Tick
          isOn={options.openingBalances !== false}
          onChange={(isOn) => onSettings(withOption(settings, 'openingBalances', isOn ? undefined : false))}
        >
          Book the opening balances of its accounts
        </Tick>
      )}
      <details open={isMore || undefined}>
        <summary className="w-fit cursor-pointer text-muted hover:text-ink">More settings</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Field label="Journal of entries that name none">
            {(control) => (
              <Select
                {...control}
                value={options.journal ?? ''}
                onValue={(code) => onSettings(withOption(settings, 'journal', code || undefined))}
              >
                <option value="">GJ, the general journal</option>
                {journals
                  .filter(({ code, isActive }) => isActive && code !== 'GJ')
                  .map(({ code, name }) => (
                    <option key={code} value={code}>
                      {code} {name}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
          {format === 'saf-t' && (
            <Field label="Date of an entry">
              {(control) => (
                <Select
                  {...control}
                  value={options.dateField ?? 'transaction'}
                  onValue={(field) =>
                    onSettings(withOption(settings, 'dateField', field === 'posting' ? 'posting' : undefined))
                  }
                >
                  <option value="transaction">Of the transaction</option>
                  <option value="posting">Of its posting</option>
                </Select>
              )}
            </Field>
          )}
          {isJournal && (
            <Field
              label="Tag that holds the id of an entry"
              isOptional
              hint="With ids, the same file can come again."
            >
              {(control) => (
                <TextInput
                  {...control}
                  maxLength={100}
                  value={options.externalIdTag ?? ''}
                  onValue={text('externalIdTag')}
                />
              )}
            </Field>
          )}
          <Field
            label="Text before every id"
            isOptional
            hint="Keeps the ids of two systems apart, such as old-erp:"
          >
            {(control) => (
              <TextInput
                {...control}
                maxLength={40}
                value={options.externalIdPrefix ?? ''}
                onValue={text('externalIdPrefix')}
              />
            )}
          </Field>
        </div>
      </details>
    </div>
  )
}

const MORE: ReadonlySet<string> = new Set(['journal', 'dateField', 'externalIdTag', 'externalIdPrefix'])
