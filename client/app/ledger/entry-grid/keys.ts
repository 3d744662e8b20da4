import type { KeyboardEvent } from 'react'
import type { Column } from './model.ts'

/** Moving through the grid with the keyboard, as in a spreadsheet. Cells are found by their `data-cell`. */

export interface Place<Name extends string = Column> {
  row: number
  column: Name
}

export const cellName = ({ row, column }: Place<string>): string => `${row}/${column}`

export function placeOf<Name extends string = Column>(target: EventTarget | null): Place<Name> | undefined {
  const name =
    target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset.cell : undefined
  // The name of a dimension's column has a slash itself.
  const at = name?.indexOf('/') ?? -1
  if (name === undefined || at < 0) return undefined
  return { row: Number(name.slice(0, at)), column: name.slice(at + 1) as Name }
}

/** The cell that an arrow leads to; undefined when the key belongs to the text in the cell. */
export function arrowTarget<Name extends string = Column>(
  event: KeyboardEvent,
  from: Place<Name>,
  columns: readonly Name[],
): Place<Name> | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return undefined
  // A date is made with the arrows.
  if (event.target instanceof HTMLInputElement && event.target.type === 'date') return undefined
  const index = columns.indexOf(from.column)
  const beside = (step: 1 | -1): Place<Name> | undefined => {
    const column = columns[index + step]
    return column && isAtEdge(event.target, step) ? { row: from.row, column } : undefined
  }
  switch (event.key) {
    case 'ArrowUp':
      return { ...from, row: from.row - 1 }
    case 'ArrowDown':
      return { ...from, row: from.row + 1 }
    case 'ArrowLeft':
      return beside(-1)
    case 'ArrowRight':
      return beside(1)
    default:
      return undefined
  }
}

/** A cell that was just entered has all its text selected, and arrows leave it; while editing they first cross the text. */
function isAtEdge(target: EventTarget | null, step: 1 | -1): boolean {
  if (!(target instanceof HTMLInputElement)) return true
  const { selectionStart, selectionEnd, value } = target
  if (selectionStart === 0 && selectionEnd === value.length) return true
  return selectionStart === selectionEnd && selectionStart === (step === 1 ? value.length : 0)
}
