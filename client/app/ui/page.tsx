import { type ReactNode, useEffect } from 'react'

interface PageProps {
  /** The heading, and the window's title. */
  title: string
  /** When the heading is more than its text. */
  heading?: ReactNode
  subtitle?: ReactNode
  actions?: ReactNode
  /** Filters and the like, in the bar that stays in view. */
  toolbar?: ReactNode
  /** Forms and records read better in a measure; lists and reports take the width. */
  width?: 'measure' | 'full'
  children: ReactNode
}

/** The frame of every screen. The bar's height is published as `--bar`, where sticky table heads begin. */
export function Page({ title, heading, subtitle, actions, toolbar, width = 'full', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Meridian`
  }, [title])
  const measure = width === 'measure' ? 'mx-auto w-full max-w-4xl' : ''
  return (
    <div className={`flex min-w-0 flex-1 flex-col px-4 pb-16 sm:px-6 print:p-0 ${measure}`}>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-4 pb-3 sm:pt-5">
        <div className="min-w-0 flex-1 basis-40">
          <h1 className="text-xl font-semibold tracking-tight text-balance">{heading ?? title}</h1>
          {subtitle && <p className="wrap-anywhere text-muted">{subtitle}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {toolbar && <div className="mb-3 flex flex-wrap items-end gap-2 print:hidden">{toolbar}</div>}
      {children}
    </div>
  )
}
