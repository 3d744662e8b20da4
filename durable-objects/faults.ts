import { createDurable } from 'itty-durable'

/** What may happen to the next messages of a sandbox. */
export const FAULTS = ['none', 'lost', 'doubled', 'reordered'] as const
export type Fault = (typeof FAULTS)[number]

/**
 * The fault switch of a sandbox: how many of the next messages get which fault. It holds no tenant's data and lives in
 * memory only, which is why it may be an itty-durable object (docs/decisions/0003).
 */
export class FaultsObject extends createDurable({ autoPersist: false, autoReturn: false }) {
  #fault: Fault = 'none'
  #batches = 0

  arrange(fault: Fault, batches: number): { fault: Fault; batches: number } {
    this.#fault = fault
    this.#batches = batches
    return { fault, batches }
  }

  /** The fault of the next message; counts it. */
  next(): { fault: Fault } {
    if (this.#batches === 0) return { fault: 'none' }
    this.#batches--
    return { fault: this.#fault }
  }
}
