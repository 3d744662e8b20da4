import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { BigButton } from '../parts/screen.tsx'

interface InstallEvent extends Event {
  prompt: () => Promise<unknown>
}

/** Where the browser offers to install the app, the floor does so, too. */
export function InstallHint() {
  const [offer, setOffer] = useState<InstallEvent>()
  useEffect(() => {
    const take = (event: Event) => {
      event.preventDefault()
      setOffer(event as InstallEvent)
    }
    addEventListener('beforeinstallprompt', take)
    return () => removeEventListener('beforeinstallprompt', take)
  }, [])
  if (!offer) return null
  return (
    <BigButton
      onClick={() => {
        setOffer(undefined)
        void offer.prompt()
      }}
    >
      <Download className="size-5" aria-hidden="true" /> Install on this device
    </BigButton>
  )
}
