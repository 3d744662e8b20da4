import type { Books } from './assembly.ts'
import { DIGEST_TRIES, type Digests, digestsNow, tryDigests } from './digests.ts'
import { type AuditCheck, type Breathe, failed, passed } from './kernel/audit.ts'
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
export async function checkReplay(
  books: Books,
  scratchOf: (name: string) => Scratch,
  breathe: Breathe,
): Promise<AuditCheck> {
  const name = 'replay gives the same tables'
  const scratch = scratchOf(`${PREFIX}/${books.company}/${newId('request')}`)
  let [seen, tries] = [0, 0]
  let digests: Digests | undefined
  while (!digests) {
    const slice = books.log.slice(seen)
    seen = slice.at(-1)?.sequence ?? seen
    // They begin in the turn that read the last slice; what is recorded until they are made is replayed, too.
    if (seen >= books.log.head.sequence)
      digests = tries++ < DIGEST_TRIES ? await tryDigests(books, breathe) : digestsNow(books)
    await scratch.replay(slice)
  }
  const replayed = await scratch.finishReplay()
  const wrong = Object.keys(digests).filter((table) => digests[table] !== replayed[table])
  return wrong.length === 0
    ? passed(name, `${seen} events, ${Object.keys(digests).length} tables`)
    : failed(name, `differs: ${wrong.join(', ')}`)
}
