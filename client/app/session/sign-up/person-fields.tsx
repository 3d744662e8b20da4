import type { FormErrors } from '../../lib/forms.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { NewPasswordField } from '../new-password.tsx'
import type { Draft } from './sign-up.tsx'

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

export const PersonFields = ({ draft, errors, onChange }: FieldsProps) => (
  <>
    <Field label="Your name" error={errors.fields.get('/name')}>
      {(control) => (
        <TextInput
          {...control}
          autoComplete="name"
          value={draft.name}
          onValue={(name) => onChange({ name })}
        />
      )}
    </Field>
    <Field
      label="E-mail"
      error={errors.fields.get('/email')}
      hint="You sign in with it, and a mail confirms that it is yours."
    >
      {(control) => (
        <TextInput
          {...control}
          type="email"
          autoComplete="username"
          value={draft.email}
          onValue={(email) => onChange({ email })}
        />
      )}
    </Field>
    <NewPasswordField
      value={draft.password}
      onValue={(password) => onChange({ password })}
      error={errors.fields.get('/password')}
      known={[draft.name, draft.email]}
    />
  </>
)
