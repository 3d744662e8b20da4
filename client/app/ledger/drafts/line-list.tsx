import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { AccountPicker } from '../accounts/account-picker.tsx'

export type Side = 'debit' | 'credit'

export interface ListedLine {
  key: number
  account: string
  side: Side
}

interface LineListProps<Line extends ListedLine> {
  lines: readonly Line[]
  onLines: (lines: readonly Line[]) => void
  /** A line to be added, with its key. */
  empty: (key: number) => Line
  /** What is refused of a line's field: `account`, `debit`. */
  errorOf: (index: number, field: string) => string | undefined
  /** The amount of a line, as the form has it. */
  children: (line: Line, index: number, change: (next: Partial<Line>) => void) => ReactNode
}

/** The lines of a template or a recurring entry, one below the other: few, and written once. */
export function LineList<Line extends ListedLine>({
  lines,
  onLines,
  empty,
  errorOf,
  children,
}: LineListProps<Line>) {
  const changeAt = (at: number) => (next: Partial<Line>) =>
    onLines(lines.map((line, index) => (index === at ? { ...line, ...next } : line)))
  const nextKey = Math.max(0, ...lines.map(({ key }) => key)) + 1
  return (
    <div className="flex flex-col gap-3">
      {lines.map((line, index) => (
        <fieldset key={line.key} className="rounded-lg border border-line p-3">
          <legend className="px-1 text-sm font-medium">Line {index + 1}</legend>
          <div className="flex flex-col gap-3">
            <div className="flex items-start gap-2">
              <Field label="Account" error={errorOf(index, 'account')} className="flex-1">
                {(control) => (
                  <AccountPicker
                    {...control}
                    value={line.account}
                    onValue={(account) => changeAt(index)({ account } as Partial<Line>)}
                  />
                )}
              </Field>
              <Field label="Side" className="w-24">
                {(control) => (
                  <Select
                    {...control}
                    value={line.side}
                    onValue={(side) => changeAt(index)({ side } as Partial<Line>)}
                  >
                    <option value="debit">Debit</option>
                    <option value="credit">Credit</option>
                  </Select>
                )}
              </Field>
              <IconButton
                label={`Remove line ${index + 1}`}
                className="mt-6"
                disabled={lines.length === 1}
                onClick={() => onLines(lines.toSpliced(index, 1))}
              >
                <Trash2 className="size-4" aria-hidden="true" />
              </IconButton>
            </div>
            {children(line, index, changeAt(index))}
          </div>
        </fieldset>
      ))}
      <Button variant="ghost" className="self-start" onClick={() => onLines([...lines, empty(nextKey)])}>
        <Plus className="size-4" aria-hidden="true" /> Add a line
      </Button>
    </div>
  )
}
