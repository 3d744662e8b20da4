import { useMemo, useState } from 'react'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Combobox, type Option } from '../../ui/combobox.tsx'
import { type CellProps, cellInput, common } from './cells.tsx'
import { type LineDimension, useFoundValues } from './lines-context.ts'

/** More than fit on a screen help nobody; typing narrows them. */
const OPTIONS_MAX = 50

interface ChoiceCellProps extends CellProps {
  options: readonly Option[]
  emptyText: string
  /** Where the options are not all of them. */
  onTyped?: (text: string | undefined) => void
}

/** One code of those that there are, found by code or name. */
export function ChoiceCell({ options, emptyText, onTyped, ...props }: ChoiceCellProps) {
  const [typed, setTyped] = useState<string>()
  const matching = useMemo(() => {
    const words = (typed ?? '').trim().toLocaleLowerCase().split(/\s+/)
    const found = options.filter(({ label }) =>
      words.every((word) => label.toLocaleLowerCase().includes(word)),
    )
    return found.slice(0, OPTIONS_MAX)
  }, [options, typed])
  return (
    <Combobox
      {...common(props)}
      value={props.text}
      onValue={(text) => text !== props.text && props.onText(text)}
      display={options.find(({ value }) => value === props.text)?.label ?? props.text}
      text={typed}
      onText={(text) => {
        setTyped(text)
        onTyped?.(text)
      }}
      options={matching}
      emptyText={emptyText}
      opensOnArrow={false}
      className={cellInput}
    />
  )
}

/** A value of a dimension. */
export function DimensionCell({ dimension, ...props }: CellProps & { dimension: LineDimension }) {
  const [typed, setTyped] = useState<string>()
  const wanted = useDebounced(typed?.trim() ?? '', 150)
  const found = useFoundValues(dimension.code, wanted, !dimension.isComplete)
  return (
    <ChoiceCell
      {...props}
      options={found ?? dimension.options}
      onTyped={setTyped}
      emptyText={
        dimension.options.length === 0 ? `${dimension.name} has no values yet.` : 'No value matches.'
      }
    />
  )
}
