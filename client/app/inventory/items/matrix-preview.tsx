import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { cellKey } from './matrix.ts'
import type { Matrix } from './queries.ts'

interface PreviewProps {
  matrix: Matrix
  axes: readonly { code: string; name: string; values: readonly { code: string; name: string }[] }[]
  /** Cells that are not wanted. */
  left: ReadonlySet<string>
  onLeft: (left: ReadonlySet<string>) => void
}

/** More are made all the same, and not looked at one by one. */
const SHOWN_MAX = 200

/** What each empty cell of the matrix would become, to be left out one by one. */
export function MatrixPreview({ matrix: { data, existing }, axes, left, onLeft }: PreviewProps) {
  const toggle = (key: string) => {
    const next = new Set(left)
    if (!next.delete(key)) next.add(key)
    onLeft(next)
  }
  const chosen = data.filter(({ attributes }) => !left.has(cellKey(attributes))).length
  return (
    <div>
      <p className="mb-2 text-muted" aria-live="polite">
        {data.length === 0
          ? 'There is nothing to make: all combinations exist.'
          : `${chosen} of ${data.length} new combinations`}
        {existing > 0 && data.length > 0 && `; ${existing} exist`}
      </p>
      {data.length > 0 && (
        <div className="max-h-96 overflow-y-auto rounded-md border border-line">
          <Table aria-label="Combinations" className="table-fixed">
            <thead>
              <tr>
                <HeadCell className="top-0! w-10 bg-surface">
                  <input
                    type="checkbox"
                    aria-label="All combinations"
                    className="size-4 align-middle accent-accent"
                    checked={chosen === data.length}
                    onChange={() =>
                      onLeft(
                        chosen === data.length
                          ? new Set(data.map(({ attributes }) => cellKey(attributes)))
                          : new Set(),
                      )
                    }
                  />
                </HeadCell>
                <HeadCell className="top-0! bg-surface">Code</HeadCell>
                {axes.map(({ code, name }) => (
                  <HeadCell key={code} className="top-0! bg-surface max-sm:hidden">
                    {name}
                  </HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.slice(0, SHOWN_MAX).map(({ code, attributes }) => {
                const key = cellKey(attributes)
                return (
                  <tr key={key} className="hover:bg-hover">
                    <Cell>
                      <input
                        type="checkbox"
                        aria-label={`Make ${code}`}
                        className="size-4 align-middle accent-accent"
                        checked={!left.has(key)}
                        onChange={() => toggle(key)}
                      />
                    </Cell>
                    <RowHead className="truncate font-medium">{code}</RowHead>
                    {axes.map((axis) => (
                      <Cell key={axis.code} className="truncate max-sm:hidden">
                        {axis.values.find((value) => value.code === attributes[axis.code])?.name}
                      </Cell>
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </Table>
        </div>
      )}
      {data.length > SHOWN_MAX && (
        <p className="mt-2 text-sm text-muted">The first {SHOWN_MAX} are shown; all of them are made.</p>
      )}
    </div>
  )
}
