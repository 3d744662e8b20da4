import { cloudEvent, type EventLog } from '../../kernel/log.ts'
import { consistencyPath, inclusionPath, rootOf } from '../../kernel/merkle.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { ConsistencyProof, InclusionProof } from './contract.ts'
import type { Tree } from './tree.ts'

export interface ProofSources {
  company: string
  log: EventLog
  tree: Tree
  /** Where the event that posted an entry lies. */
  entrySequence: (id: string) => number | undefined
}

type ProofRefusal = Refusal<
  'nothing_named' | 'journal_entry_not_found' | 'event_not_found' | 'size_in_future'
>

export function inclusionProof(
  { company, log, tree, entrySequence }: ProofSources,
  input: { entry?: string | undefined; sequence?: number | undefined; size?: number | undefined },
  /** Shared by the proofs of one answer, so that a block is read once. */
  subtrees = tree.subtrees(),
): InclusionProof | ProofRefusal {
  const { entry, size = log.head.sequence } = input
  if ((entry === undefined) === (input.sequence === undefined))
    return refuse('nothing_named', 'Name one entry or one sequence.', [
      { pointer: '/entry', code: 'nothing_named', detail: 'Give either an entry or a sequence.' },
    ])
  if (size > log.head.sequence) return sizeInFuture(size, log.head.sequence, '/size')
  const sequence = entry === undefined ? input.sequence : entrySequence(entry)
  if (sequence === undefined)
    return refuse('journal_entry_not_found', `There is no journal entry ${entry} in this company.`)
  const event = log.at(sequence)
  if (!event || sequence > size)
    return refuse('event_not_found', `The tree of ${size} events does not reach event ${sequence}.`, [
      {
        pointer: entry === undefined ? '/sequence' : '/size',
        code: 'event_not_found',
        detail: 'Choose a root that was sealed after it, or leave `size` out.',
      },
    ])
  return {
    format: 'meridian-inclusion-proof/1',
    company,
    size,
    root: rootOf(subtrees, size),
    sequence,
    leafIndex: sequence - 1,
    path: inclusionPath(subtrees, sequence - 1, size),
    previousHash: log.hashBefore(sequence),
    event: { ...cloudEvent(log.companyAt(sequence), event) },
  }
}

export function consistencyProof(
  { company, log, tree }: ProofSources,
  { from, to = log.head.sequence }: { from: number; to?: number | undefined },
): ConsistencyProof | ProofRefusal {
  const head = log.head.sequence
  if (to > head) return sizeInFuture(to, head, '/to')
  if (from > to)
    return refuse('size_in_future', `A tree of ${to} events does not begin with one of ${from}.`, [
      { pointer: '/from', code: 'size_in_future', detail: `Is at most ${to}.` },
    ])
  const subtrees = tree.subtrees()
  return {
    format: 'meridian-consistency-proof/1',
    company,
    from: { size: from, root: rootOf(subtrees, from) },
    to: { size: to, root: rootOf(subtrees, to) },
    path: consistencyPath(subtrees, from, to),
  }
}

export const sizeInFuture = (size: number, head: number, pointer: string) =>
  refuse('size_in_future', `The log has ${head} events, not ${size}.`, [
    { pointer, code: 'size_in_future', detail: `Is at most ${head}.` },
  ])
