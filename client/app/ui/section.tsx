import { type ReactNode, useId } from 'react'
import { Card } from './table.tsx'

interface SectionProps {
  title: string
  description?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}

/** One matter of a settings page: what it is, what can be done about it, and its state. */
export function Section({ title, description, actions, children }: SectionProps) {
  const id = useId()
  return (
    <Card className="mb-5">
      <section aria-labelledby={id}>
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 p-4 sm:px-5">
          <div className="min-w-0 flex-1 basis-60">
            <h2 id={id} className="font-semibold">
              {title}
            </h2>
            {description && <p className="mt-0.5 text-sm text-muted">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
        {children && <div className="px-4 pb-4 sm:px-5 sm:pb-5">{children}</div>}
      </section>
    </Card>
  )
}
