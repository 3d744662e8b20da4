import { useInfiniteQuery } from '@tanstack/react-query'
import { useCompany } from '../../company/queries.ts'
import { Field, Select } from '../../ui/field.tsx'
import { type Dimension, useDimensions, valuesQuery } from '../dimensions/queries.ts'
import type { DimensionFilter } from './parameters.ts'

interface FilterProps {
  filter: DimensionFilter
  onChange: (filter: DimensionFilter) => void
}

/** One value, or those without any, of each dimension. */
export function FilterFields({ filter, onChange }: FilterProps) {
  const { slug } = useCompany()
  return useDimensions(slug).map((dimension) => (
    <FilterField
      key={dimension.code}
      dimension={dimension}
      chosen={filter[dimension.code] ?? []}
      onChoose={(values) => onChange({ ...filter, [dimension.code]: values })}
    />
  ))
}

interface FieldProps {
  dimension: Dimension
  chosen: readonly string[]
  onChoose: (values: readonly string[]) => void
}

const NOT_NAMED = ' '

function FilterField({ dimension, chosen, onChoose }: FieldProps) {
  const { slug } = useCompany()
  const values =
    useInfiniteQuery(valuesQuery(slug, dimension.code)).data?.pages.flatMap(({ data }) => data) ?? []
  const value = chosen[0] === '' ? NOT_NAMED : (chosen[0] ?? '')
  return (
    <Field label={dimension.name} className="w-44">
      {(control) => (
        <Select
          {...control}
          value={value}
          onValue={(text) => onChoose(text === '' ? [] : [text === NOT_NAMED ? '' : text])}
        >
          <option value="">All</option>
          {values.map(({ code, name }) => (
            <option key={code} value={code}>
              {code} {name}
            </option>
          ))}
          <option value={NOT_NAMED}>Without a value</option>
        </Select>
      )}
    </Field>
  )
}
