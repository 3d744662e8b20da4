import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { Item } from './model.ts'
import { stepsOf } from './quantities.ts'
import { at, type ItemsRefusal } from './refusals.ts'

/** What one of a kit comes to: items that are no kits, in the order in which they first come, with steps of each. */
export function exploded(
  kit: Item,
  itemOf: (id: string) => Item | undefined,
): Map<Item, number> | ItemsRefusal {
  const found = new Map<string, { item: Item; steps: number }>()
  const problem = explode(kit, 1, [kit.id])
  if (problem) return problem
  return new Map([...found.values()].map(({ item, steps }) => [item, steps]))

  function explode(each: Item, times: number, path: readonly string[]): ItemsRefusal | undefined {
    for (const [index, component] of each.components.entries()) {
      const item = itemOf(component.item)
      const pointer = path.length === 1 ? `/components/${index}/item` : '/components'
      if (!item) return at(pointer, 'unknown_item', `There is no item ${component.item}.`)
      const problem = add(item, component.quantity, times, path, pointer)
      if (problem) return problem
    }
    return undefined
  }

  function add(item: Item, quantity: string, times: number, path: readonly string[], pointer: string) {
    if (path.includes(item.id))
      return at(pointer, 'kit_cycle', `${kit.code} would contain itself through ${item.code}.`)
    const own = stepsOf(item, quantity)
    if (isRefusal(own)) return at(pointer.replace(/item$/, 'quantity'), own.refused, own.detail)
    const steps = own * times + (found.get(item.id)?.steps ?? 0)
    if (!Number.isSafeInteger(steps))
      return at(pointer, 'kit_too_large', `${kit.code} would take more of ${item.code} than can be counted.`)
    if (item.kind === 'kit') {
      if (path.length >= LIMITS.kitDepthMax)
        return at(pointer, 'kit_too_large', `Kits lie at most ${LIMITS.kitDepthMax} deep in each other.`)
      return explode(item, own * times, [...path, item.id])
    }
    found.set(item.id, { item, steps })
    if (found.size > LIMITS.kitExplodedMax)
      return at(
        pointer,
        'kit_too_large',
        `A kit comes to at most ${LIMITS.kitExplodedMax} items. Make two kits of it.`,
      )
    return undefined
  }
}
