import { useEffect, useRef } from 'react'
import type { SignedIn } from '../api.ts'
import { rememberedRegion, signInQuietly, stopAskingForPasskeys } from '../passkeys.ts'

/** Lets the browser suggest passkeys in the e-mail field, where it can and the region is known. Says nothing if not. */
export function useQuietPasskey(onSignedIn: (reply: SignedIn) => void): void {
  const latest = useRef(onSignedIn)
  latest.current = onSignedIn
  useEffect(() => {
    const region = rememberedRegion.get()
    let isHere = true
    const ask = async () => {
      const session = region && (await signInQuietly(region))
      if (session && isHere) latest.current(session)
    }
    ask().catch(() => undefined)
    return () => {
      isHere = false
      void stopAskingForPasskeys()
    }
  }, [])
}
