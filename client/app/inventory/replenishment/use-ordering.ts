import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ulid } from 'ulid'
import { Parked, Problem } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { meridian } from '../../lib/api.ts'
import { messageOf, refusalText } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { inputOf, keyOf, type Order } from './orders.ts'
import { type Accepted, STALE_AFTER_ORDERING } from './queries.ts'

export interface Terms {
  reference: string
  date: string
  inTransit: boolean
  /** Until its outcome is known, the same order is sent with the same key. */
  idempotencyKey: string
}

export interface Outcome {
  kind: 'done' | 'refused'
  text: string
}

const begun = (): Terms => ({ reference: '', date: '', inTransit: true, idempotencyKey: ulid() })

/** Sends orders one after the other; one that is refused does not keep the others back. */
export function useOrdering(orders: readonly Order[], onOrdered: (keys: readonly string[]) => void) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const [all, setAll] = useState(() => new Map(orders.map(({ key }) => [key, begun()])))
  const [isBusy, setBusy] = useState(false)
  const terms = (key: string): Terms => all.get(key) ?? begun()
  const setTerms = (key: string, next: Terms) =>
    setAll((before) => new Map(before).set(key, { ...next, idempotencyKey: ulid() }))

  const sendOne = async (order: Order): Promise<Outcome> => {
    const { idempotencyKey, ...given } = terms(order.key)
    try {
      const reply = await meridian.replenishment.AcceptProposals(company, inputOf(order, given), {
        idempotencyKey,
      })
      return { kind: 'done', text: doneText(reply) }
    } catch (error) {
      if (error instanceof Parked) {
        announceParked(company, error.approval)
        return { kind: 'done', text: 'It waits for approval.' }
      }
      if (error instanceof Problem) setTerms(order.key, terms(order.key))
      return { kind: 'refused', text: error instanceof Problem ? refusalText(error) : messageOf(error) }
    }
  }
  const send = async () => {
    setBusy(true)
    const known = new Map(outcomes)
    for (const order of orders) {
      if (known.get(order.key)?.kind === 'done') continue
      const outcome = await sendOne(order)
      known.set(order.key, outcome)
      setOutcomes(new Map(known))
      if (outcome.kind === 'done') onOrdered(order.lines.map(({ proposal }) => keyOf(proposal)))
    }
    for (const subject of STALE_AFTER_ORDERING)
      void queryClient.invalidateQueries({ queryKey: subjectKey(company, subject) })
    setBusy(false)
  }
  return { outcomes, isBusy, terms, setTerms, send }
}

const doneText = ({ reference, document }: Accepted): string =>
  reference ? `Announced as ${reference}.` : document ? 'The transfer is recorded.' : 'Done.'
