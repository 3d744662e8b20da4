import type { Books } from './assembly.ts'
import { tableDigests } from './audit.ts'
import { type AuditCheck, failed, passed } from './kernel/audit.ts'
import { newId } from './kernel/ids.ts'
import type { StoredEvent } from './kernel/log.ts'

/** An empty object of the same class, into which a log is folded again. */
export interface Scratch {
  replay(events: StoredEvent[]): Promise<void>
  finishReplay(): Promise<Record<string, string>>
}

const PREFIX = 'replay'

/** Scratch objects are named `replay/<company>/<nonce>`: they hash as that company and serve nobody. */
export function companyOfReplay(name: string): string | undefined {
  const [prefix, company] = name.split('/')
  return prefix === PREFIX ? company : undefined
}

/** Invariant: replaying the log into an empty object gives the same tables, row for row. */
export async function checkReplay(books: Books, scratchOf: (name: string) => Scratch): Promise<AuditCheck> {
  const name = 'replay gives the same tables'
  const scratch = scratchOf(`${PREFIX}/${books.company}/${newId('request')}`)
  let seen = 0
  let digests: Record<string, string> = {}
  for (;;) {
    const slice = books.log.slice(seen)
    seen = slice.at(-1)?.sequence ?? seen
    const isLast = seen >= books.log.head.sequence
    // Digests in the last slice's turn: the tables and the log are then as of the same commit.
    if (isLast) digests = tableDigests(books.database, books.modules)
    await scratch.replay(slice)
    if (isLast) break
  }
  const replayed = await scratch.finishReplay()
  const wrong = Object.keys(digests).filter((table) => digests[table] !== replayed[table])
  return wrong.length === 0
    ? passed(name, `${seen} events, ${Object.keys(digests).length} tables`)
    : failed(name, `differs: ${wrong.join(', ')}`)
}
