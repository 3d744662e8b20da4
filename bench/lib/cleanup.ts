/**
 * Everything a benchmark starts (processes, temporary folders) is registered here and undone in reverse
 * order, at the end of a run and on SIGINT or SIGTERM, so that an interrupted run leaves nothing behind.
 */
type Undo = () => Promise<void> | void

const undos: Undo[] = []
let running: Promise<void> | undefined

export function onExit(undo: Undo): void {
  undos.push(undo)
}

export function cleanUp(): Promise<void> {
  running ??= undoAll().finally(() => {
    running = undefined
  })
  return running
}

export function cleanUpOnInterruption(): void {
  process.on('uncaughtException', (error) => {
    // The reader of our output may be what went away: then there is nobody to tell.
    if (!('code' in error && error.code === 'EPIPE')) console.error(error)
    void cleanUp().finally(() => process.exit(1))
  })
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => void cleanUp().finally(() => process.exit(code)))
  }
}

async function undoAll(): Promise<void> {
  for (let undo = undos.pop(); undo; undo = undos.pop()) {
    try {
      await undo()
    } catch (error) {
      console.error('cleaning up:', error)
    }
  }
}
