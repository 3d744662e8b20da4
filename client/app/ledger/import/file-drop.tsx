import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { Field, inputClass } from '../../ui/field.tsx'

/** A file is dropped here, or chosen. */
export function FileDrop({ onFile, isBusy }: { onFile: (file: File) => void; isBusy: boolean }) {
  const [isOver, setIsOver] = useState(false)
  const take = (file: File | undefined) => file && onFile(file)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the input inside does the same by keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        take(event.dataTransfer.files[0])
      }}
      className={`rounded-lg border border-dashed p-4 ${isOver ? 'border-accent bg-accent-soft' : 'border-line-strong'}`}
    >
      <Field label="File" hint={isBusy ? 'Reading it…' : 'Drop it here, or choose it.'}>
        {(control) => (
          <span className="flex items-center gap-2">
            <FileUp className="size-5 shrink-0 text-muted" aria-hidden="true" />
            <input
              {...control}
              type="file"
              className={`${inputClass} py-1`}
              onChange={({ target }) => take(target.files?.[0])}
            />
          </span>
        )}
      </Field>
    </div>
  )
}
