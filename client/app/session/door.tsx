import { type ReactNode, useEffect } from 'react'
import { BrandMark } from '../shell/brand.tsx'

interface DoorProps {
  /** The heading, and the window's title. */
  title: string
  subtitle?: ReactNode
  /** Below the card: the other way to go. */
  footer?: ReactNode
  isWide?: boolean
  children: ReactNode
}

/** The frame of every page in front of the app: signing in and up, links out of mails, consent. */
export function Door({ title, subtitle, footer, isWide = false, children }: DoorProps) {
  useEffect(() => {
    document.title = `${title} · Meridian`
  }, [title])
  return (
    <main id="content" className="grid min-h-dvh place-items-center px-4 py-10">
      <div className={`w-full ${isWide ? 'max-w-xl' : 'max-w-sm'}`}>
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <BrandMark className="size-11" />
          <div>
            <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
            {subtitle && <p className="mt-1 text-muted text-balance">{subtitle}</p>}
          </div>
        </div>
        <div className="rounded-xl border border-line bg-surface p-5 shadow-low sm:p-6">{children}</div>
        {footer && <div className="mt-5 text-center text-muted">{footer}</div>}
      </div>
    </main>
  )
}

/** A link in running text. */
export const textLink = 'text-accent underline underline-offset-2 hover:text-accent-strong'

/** A way out that looks like a link and is none, because it stays on the page. */
export const TextButton = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button type="button" onClick={onClick} className={textLink}>
    {children}
  </button>
)

export const Or = () => (
  <div className="my-5 flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
    or
  </div>
)
