import type { Command, Outcome } from './store.ts'

/**
 * Group commit in the application: commands that arrive while a transaction is under way wait and share the
 * next one. One transaction at a time is enough, because a company's chain head serialises them anyway.
 */
export interface Grouping {
  commandsMax: number
  postGroup: (commands: readonly Command[]) => Promise<Outcome[]>
  /** For a group that failed as a whole: each command again, alone, so that one cannot fail another. */
  postOne: (command: Command) => Promise<Outcome>
}

export function groupCommands(grouping: Grouping): (command: Command) => Promise<Outcome> {
  let waiting: Waiting[] = []
  let busy = false

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const { group, later } = distinctKeys(waiting, grouping.commandsMax)
      waiting = later
      await settle(group, grouping)
    }
    busy = false
  }

  return (command) =>
    new Promise((resolve, reject) => {
      waiting.push({ command, resolve, reject })
      if (busy) return
      busy = true
      // One turn later, so that everything that was already read from the sockets joins.
      setImmediate(() => void flush())
    })
}

interface Waiting {
  command: Command
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

async function settle(group: readonly Waiting[], grouping: Grouping): Promise<void> {
  try {
    const outcomes = await grouping.postGroup(group.map((waiting) => waiting.command))
    for (const [i, waiting] of group.entries()) waiting.resolve(outcomes[i] ?? { status: 500, reply: 'null' })
  } catch (error) {
    console.error('a group failed, its commands are posted one by one:', error)
    for (const waiting of group) await grouping.postOne(waiting.command).then(waiting.resolve, waiting.reject)
  }
}

/** A doubled key waits for the next transaction, where it finds the stored reply. */
function distinctKeys(
  waiting: readonly Waiting[],
  commandsMax: number,
): { group: Waiting[]; later: Waiting[] } {
  const keys = new Set<string>()
  const group: Waiting[] = []
  const later: Waiting[] = []
  for (const one of waiting) {
    const fits = group.length < commandsMax && !keys.has(one.command.key)
    if (fits) keys.add(one.command.key)
    ;(fits ? group : later).push(one)
  }
  return { group, later }
}
