import type { ReactNode, RefObject } from 'react'
import type { FormErrors } from '../../lib/forms.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { useSeesCosts } from '../documents/queries.ts'
import { AccountOverrideFields } from './account-override-fields.tsx'
import { ComponentRows } from './component-rows.tsx'
import { IdentityFields, type PartProps } from './identity-fields.tsx'
import { MeasureFields } from './measure-fields.tsx'
import { UnitFields } from './unit-fields.tsx'
import { ValueFields } from './value-fields.tsx'

interface ItemFormProps extends PartProps {
  form: RefObject<HTMLFormElement | null>
  verb: string
  isBusy: boolean
  inherited: (name: keyof PartProps['draft']['accounts'] & string) => string | undefined
  onSubmit: () => void
  /** The other ways out. */
  ways: ReactNode
  /** What only one of the two forms has. */
  children?: ReactNode
}

/** All of an item on one page, the same for a new one and one that is changed. */
export function ItemForm(props: ItemFormProps) {
  const { form, verb, isBusy, inherited, onSubmit, ways, children, ...part } = props
  const { draft, defaults, errors, onChange, isFixed = false } = part
  const seesCosts = useSeesCosts()
  const kind = draft.kind || defaults.kind
  useShortcut('mod+enter', verb, 'In a form', onSubmit)
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Part title="What it is">
        <IdentityFields {...part} />
      </Part>
      {kind === 'kit' && (
        <Part title="What one of it is made of">
          <ComponentRows draft={draft} errors={errors} onChange={onChange} isFixed={isFixed} />
        </Part>
      )}
      <Part title="Units">
        <UnitFields {...part} />
      </Part>
      {kind === 'stock' && (
        <Part title="Tracking and value">
          <ValueFields {...part} seesCosts={seesCosts} />
        </Part>
      )}
      {children}
      <Part title="Measures and other systems">
        <MeasureFields {...part} />
      </Part>
      {kind === 'stock' && (
        <Part
          title="Accounts"
          description="What is left empty is booked as the family says, or the roles of the chart."
        >
          <details open={Object.values(draft.accounts).some(Boolean) || hasRefusedAccount(errors)}>
            <summary className="cursor-pointer text-sm font-medium">Accounts of its own</summary>
            <div className="mt-4">
              <AccountOverrideFields
                accounts={draft.accounts}
                errors={errors}
                inherited={inherited}
                onChange={(accounts) => onChange({ accounts })}
              />
            </div>
          </details>
        </Part>
      )}
      <footer className="sticky bottom-0 z-20 -mx-4 border-t border-line bg-canvas px-4 py-3 sm:-mx-6 sm:px-6">
        <Refusal errors={errors} />
        <div className="flex justify-end gap-2">
          {ways}
          <Button type="submit" variant="primary" isBusy={isBusy}>
            {verb}
          </Button>
        </div>
      </footer>
    </form>
  )
}

export const Part = ({
  title,
  description,
  children,
}: {
  title: string
  description?: ReactNode
  children: ReactNode
}) => (
  <Section title={title} description={description}>
    <div className="flex flex-col gap-4">{children}</div>
  </Section>
)

const hasRefusedAccount = ({ fields }: FormErrors): boolean =>
  [...fields.keys()].some((pointer) => pointer.startsWith('/accounts'))

/** The form is longer than the screen: the first refusal also stands beside the button. */
function Refusal({ errors }: { errors: FormErrors }) {
  const [first] = errors.fields.values()
  const text = errors.general ?? first
  return text ? (
    <div className="mb-3">
      <Notice>{text}</Notice>
    </div>
  ) : null
}
