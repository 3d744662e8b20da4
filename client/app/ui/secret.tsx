import { Check, Copy, Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'

interface SecretProps {
  label: string
  text: string
  /** Offers the text as a file, too. */
  fileName?: string
  children?: ReactNode
}

/** A text that is shown once and never again: copied or downloaded, then gone. */
export function Secret({ label, text, fileName, children }: SecretProps) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  const download = () => {
    const url = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }))
    const link = document.createElement('a')
    link.href = url
    link.download = fileName ?? 'secret.txt'
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <div className="flex flex-col gap-2.5">
      {children}
      <section
        aria-label={label}
        className="rounded-md border border-line bg-sunken p-3 font-mono text-sm leading-6 break-all whitespace-pre-wrap"
      >
        {text}
      </section>
      <div className="flex flex-wrap gap-2">
        <Button onClick={copy}>
          {isCopied ? (
            <Check className="size-4 text-positive" aria-hidden="true" />
          ) : (
            <Copy className="size-4" aria-hidden="true" />
          )}
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        {fileName && (
          <Button onClick={download}>
            <Download className="size-4" aria-hidden="true" /> Download
          </Button>
        )}
      </div>
    </div>
  )
}
