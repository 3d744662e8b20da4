import { X } from 'lucide-react'
import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react'
import { IconButton } from './button.tsx'

interface ModalProps {
  onClose: () => void
  title: string
  children: ReactNode
  footer?: ReactNode
  className?: string
}

const BARE = 'max-h-none border-0 bg-surface p-0 text-ink shadow-high outline-none focus-visible:outline-none'

/** A panel from the right edge, for work beside the list that it belongs to. Render it only while it is open. */
export const Sheet = (props: ModalProps) => (
  <Modal
    {...props}
    bodyClass="max-h-dvh"
    className="sheet-motion my-0 mr-0 ml-auto h-dvh w-full max-w-none sm:w-[26rem] sm:border-l sm:border-line"
  />
)

/** A dialog in the middle, for a question. Render it only while it is open. */
export const Dialog = (props: ModalProps) => (
  <Modal
    {...props}
    bodyClass="max-h-[80dvh]"
    className={`pop-motion mx-auto mt-[12vh] mb-0 h-fit w-[calc(100%-2rem)] rounded-xl ${props.className ?? 'max-w-md'}`}
  />
)

/** The browser's modal dialog: focus stays inside, Escape closes, the page behind is inert. */
function Modal({
  onClose,
  title,
  children,
  footer,
  className = '',
  bodyClass,
}: ModalProps & { bodyClass: string }) {
  const ref = useModal(onClose)
  const titleId = useId()
  return (
    <dialog ref={ref.dialog} {...ref.handlers} aria-labelledby={titleId} className={`${BARE} ${className}`}>
      <div className={`flex h-full flex-col ${bodyClass}`}>
        <header className="flex items-center justify-between gap-4 border-b border-line py-2.5 pr-3 pl-5">
          <h2 id={titleId} className="text-lg font-semibold">
            {title}
          </h2>
          <IconButton label="Close" onClick={onClose}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        </header>
        <div className="flex-1 overflow-y-auto px-5 py-4">{children}</div>
        {footer && (
          <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
        )}
      </div>
    </dialog>
  )
}

/** Opens a native dialog when it appears, and turns Escape and a click beside it into `onClose`. */
export function useModal(onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Before the next key arrives: what is typed right after ⌘K belongs to the dialog.
  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    // The first field rather than the close button, which comes first in the dialog.
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      element?.close()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  const handlers = {
    onCancel: (event: SyntheticEvent) => {
      // A file or date picker inside may be cancelled too; only the dialog's own event closes it.
      if (event.target !== dialog.current) return
      event.preventDefault()
      onClose()
    },
    onMouseDown: (event: React.MouseEvent) => {
      // The backdrop belongs to the dialog element; its content is always inside a child.
      if (event.target === dialog.current) onClose()
    },
  }
  return { dialog, handlers }
}
