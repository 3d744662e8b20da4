/**
 * What was typed into a grid and is not sent yet, with the way back. Cells have names of their own, so that rows may come, go
 * and be sorted meanwhile. Pure.
 */
export interface Edits<Value> {
  readonly cells: Readonly<Record<string, Value>>
  readonly done: readonly Step<Value>[]
  readonly undone: readonly Step<Value>[]
}

/** What one action did, such as one pasted block. */
type Step<Value> = readonly { cell: string; before: Value | undefined; after: Value | undefined }[]

export type EditsChange<Value> =
  /** Undefined: as if nothing had been typed. */
  | { type: 'edit'; edits: readonly { cell: string; value: Value | undefined }[] }
  | { type: 'undo' }
  | { type: 'redo' }
  /** Changes what is kept of cells without a step of its own, such as why one was refused. */
  | { type: 'mark'; edits: readonly { cell: string; value: Value }[] }
  /** They were sent, and there is no way back from that. */
  | { type: 'forget'; cells: readonly string[] }
  | { type: 'forget-all' }

/** Steps that can be taken back. */
const STEPS_MAX = 200

export const noEdits = <Value>(cells: Readonly<Record<string, Value>> = {}): Edits<Value> => ({
  cells,
  done: [],
  undone: [],
})

export function edited<Value>(state: Edits<Value>, change: EditsChange<Value>): Edits<Value> {
  switch (change.type) {
    case 'edit': {
      const step = change.edits
        .map(({ cell, value }) => ({ cell, before: state.cells[cell], after: value }))
        .filter(({ before, after }) => before !== after)
      if (step.length === 0) return state
      const cells = written(state.cells, step, 'after')
      return { cells, done: [...state.done.slice(1 - STEPS_MAX), step], undone: [] }
    }
    case 'undo': {
      const step = state.done.at(-1)
      if (!step) return state
      const cells = written(state.cells, step, 'before')
      return { cells, done: state.done.slice(0, -1), undone: [...state.undone, step] }
    }
    case 'redo': {
      const step = state.undone.at(-1)
      if (!step) return state
      const cells = written(state.cells, step, 'after')
      return { cells, done: [...state.done, step], undone: state.undone.slice(0, -1) }
    }
    case 'mark': {
      const cells = { ...state.cells }
      for (const { cell, value } of change.edits) if (cells[cell] !== undefined) cells[cell] = value
      return { ...state, cells }
    }
    case 'forget': {
      const gone = new Set(change.cells)
      const cells = Object.fromEntries(Object.entries(state.cells).filter(([cell]) => !gone.has(cell)))
      return { cells, done: without(state.done, gone), undone: without(state.undone, gone) }
    }
    case 'forget-all':
      return noEdits()
    default:
      return change satisfies never
  }
}

function written<Value>(
  cells: Edits<Value>['cells'],
  step: Step<Value>,
  side: 'before' | 'after',
): Record<string, Value> {
  const next = { ...cells }
  for (const { cell, [side]: value } of step) {
    if (value === undefined) delete next[cell]
    else next[cell] = value
  }
  return next
}

const without = <Value>(steps: readonly Step<Value>[], gone: ReadonlySet<string>): Step<Value>[] =>
  steps.map((step) => step.filter(({ cell }) => !gone.has(cell))).filter((step) => step.length > 0)
