import type { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import type { CallInput } from '../../../sdk/types.ts'
import type { Item } from '../pickers/queries.ts'
import { newKey } from './item-draft.ts'

type Input = CallInput<(typeof itemsContract)['operations']['GenerateVariants']>
type Axis = NonNullable<Input['axes']>[number]

export interface AxisDraft {
  key: number
  name: string
  /** One after the other, with commas: `S Small, M Medium`. */
  values: string
}

export const axesOf = ({ axes }: Item): AxisDraft[] =>
  axes.length === 0
    ? [{ key: newKey(), name: '', values: '' }]
    : axes.map(({ name, values }) => ({ key: newKey(), name, values: values.map(textOf).join(', ') }))

const textOf = ({ code, name }: { code: string; name: string }): string =>
  code === name ? code : `${code}=${name}`

/** Axes as the API has them: those of the item keep their codes, a new one is called by its name. */
export const inputAxes = (drafts: readonly AxisDraft[], item: Item): Axis[] =>
  drafts
    .filter(({ name, values }) => name.trim() || values.trim())
    .map(({ name, values }) => ({
      code: item.axes.find((axis) => axis.name === name.trim())?.code ?? codeOf(name),
      name: name.trim(),
      values: values
        .split(/[,\n;]/)
        .map((text) => text.trim())
        .filter(Boolean)
        .map(axisValue),
    }))

/** `Small` is its own code; `S=Small` has one. */
function axisValue(text: string): Axis['values'][number] {
  const [code = '', name] = text.split('=').map((part) => part.trim())
  return { code, name: name || code }
}

/** `Bag size` as `bag-size`: how it stands in attributes and patterns. */
export const codeOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')

/** What tells one variant from another, whatever the order of its attributes. */
export const cellKey = (attributes: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
