import { browserSupportsWebAuthnAutofill } from '@simplewebauthn/browser'
import { useEffect, useRef } from 'react'
import type { SignedIn } from '../api.ts'
import { rememberedRegion, signInWithPasskey, stopAskingForPasskeys } from '../passkeys.ts'

/** Lets the browser suggest passkeys in the e-mail field, where it can and the region is known. Says nothing if not. */
export function useQuietPasskey(onSignedIn: (reply: SignedIn) => void): void {
  const latest = useRef(onSignedIn)
  latest.current = onSignedIn
  useEffect(() => {
    const region = rememberedRegion.get()
    let isHere = true
    const ask = async () => {
      if (!region || !(await browserSupportsWebAuthnAutofill()) || !isHere) return
      const session = await signInWithPasskey(region, true)
      if (isHere) latest.current(session)
    }
    ask().catch(() => undefined)
    return () => {
      isHere = false
      stopAskingForPasskeys()
    }
  }, [])
}
