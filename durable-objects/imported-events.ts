import type { Books } from './assembly.ts'
import type { CompanyImported } from './company/contract.ts'
import { recordedIn, storedEvent, wrongWithContract } from './imported-records.ts'
import { type CloudEvent, rehash } from './kernel/log.ts'

/** Whose the events are that were taken so far: the company that the last one was recorded in. */
export interface Recorder {
  recordedIn?: string
}

/** Takes the next event of a file into the log and folds it. What is wrong with it, or undefined. */
export function foldImported(books: Books, recorder: Recorder, event: CloudEvent): string | undefined {
  const { log, modules } = books
  const expected = log.head.sequence + 1
  if (event.sequence !== expected) return `Event ${event.sequence} lies where event ${expected} belongs.`
  const stored = storedEvent(event)
  const company = recordedIn(event)
  if (stored.hash !== rehash(company, log.head.hash, stored))
    return `Event ${expected} (${stored.type}) is not what its hash was made of.`
  if (!(stored.recorded_at > log.head.recordedAt))
    return `Event ${expected} was not recorded later than the one before.`
  const wrong = wrongWithContract(modules, event) ?? wrongOwner(books, recorder.recordedIn, event, company)
  if (wrong) return `Event ${expected} (${stored.type}) ${wrong}.`
  recorder.recordedIn = company
  try {
    for (const recorded of log.restore([stored])) for (const module of modules) module.apply([recorded])
    return undefined
  } catch (error) {
    console.error({ message: 'import: an event cannot be folded', sequence: expected, error: String(error) })
    return `Event ${expected} (${stored.type}) does not follow from the events before it.`
  }
}

/** Whose the log is changes only where an import says so. */
function wrongOwner(
  { log, proof }: Books,
  before: string | undefined,
  { type, data }: CloudEvent,
  company: string,
): string | undefined {
  if (type !== 'company-imported')
    return before === undefined || company === before
      ? undefined
      : `is of the company ${company}, not of ${before}`
  const { from, events, headHash, root } = data as CompanyImported
  const isThisLog =
    from === before &&
    events === log.head.sequence &&
    headHash === log.head.hash &&
    root === proof.roots.compute(events)?.root
  return isThisLog ? undefined : 'imports another log than the one before it'
}
