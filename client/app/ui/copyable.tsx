import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './button.tsx'

/** A long identifier that people compare and pass on: shown in full where there is room, copied with one click. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code className="font-mono text-sm break-all text-muted">{text}</code>
      <IconButton label={isCopied ? 'Copied' : `Copy ${label}`} onClick={copy}>
        {isCopied ? (
          <Check className="size-3.5 text-positive" aria-hidden="true" />
        ) : (
          <Copy className="size-3.5" aria-hidden="true" />
        )}
      </IconButton>
    </span>
  )
}
