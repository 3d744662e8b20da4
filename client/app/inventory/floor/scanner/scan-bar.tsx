import { Camera, Keyboard } from 'lucide-react'
import { useState } from 'react'
import { BigButton } from '../parts/screen.tsx'
import { CameraDialog } from './camera.tsx'
import { TypeDialog } from './type-dialog.tsx'
import { useWedge } from './use-wedge.ts'

interface ScanBarProps {
  onText: (text: string) => void
  /** A person's keys, for a keypad. */
  onKey?: ((key: string) => void) | undefined
  /** What is looked for when one types: items by name, or codes alone. */
  finds: 'items' | 'places' | 'codes'
  /** It hears scanners, and leaves the room to a keypad. */
  isQuiet?: boolean
}

/** The ways to bring a barcode in: a scanner at any time, the camera, or the keyboard. */
export function ScanBar({ onText, onKey, finds, isQuiet = false }: ScanBarProps) {
  const [open, setOpen] = useState<'camera' | 'keyboard'>()
  const close = () => setOpen(undefined)
  const take = (text: string) => {
    close()
    onText(text)
  }
  useWedge({ onScan: take, onKey })
  if (isQuiet) return null
  return (
    <>
      <div className="flex gap-2">
        <BigButton className="flex-1" onClick={() => setOpen('camera')}>
          <Camera className="size-5" aria-hidden="true" /> Camera
        </BigButton>
        <BigButton className="flex-1" onClick={() => setOpen('keyboard')}>
          <Keyboard className="size-5" aria-hidden="true" /> Type
        </BigButton>
      </div>
      {open === 'camera' && <CameraDialog onScan={take} onClose={close} />}
      {open === 'keyboard' && <TypeDialog finds={finds} onText={take} onClose={close} />}
    </>
  )
}
