import { useCallback, useEffect, useState } from 'react'
import { keepWork, keptWork } from '../device/kept.ts'
import { useFloor } from './floor-context.ts'

/** Work that is under way: it survives a reload, a locked screen and an empty battery. */
export function useWork<Work>(name: string): {
  work: Work | undefined
  setWork: (work: Work | undefined) => void
  isLoaded: boolean
} {
  const { owner, company } = useFloor()
  const [state, setState] = useState<{ work: Work | undefined; isLoaded: boolean }>({
    work: undefined,
    isLoaded: false,
  })
  useEffect(() => {
    let isCurrent = true
    void keptWork<Work>(owner, company, name)
      .catch(() => undefined)
      .then((work) => isCurrent && setState({ work, isLoaded: true }))
    return () => {
      isCurrent = false
    }
  }, [owner, company, name])
  const setWork = useCallback(
    (work: Work | undefined) => {
      setState({ work, isLoaded: true })
      void keepWork(owner, company, name, work)
    },
    [owner, company, name],
  )
  return { ...state, setWork }
}
