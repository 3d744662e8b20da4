import { compareKeys, type Layer, type MoveKey } from './model.ts'

/** What lies of an item in one warehouse: its quantity and value, and the layers that something is left of. */
export class Pool {
  quantity = 0
  value = 0
  /** In the order in which they came. Exhausted ones in front are left behind by `#first`. */
  #layers: Layer[] = []
  #first = 0

  /** The newest one: moves come in their order, so it is the last. */
  add(layer: Layer): void {
    if (this.#first > 64 && this.#first * 2 > this.#layers.length) {
      this.#layers = this.#layers.slice(this.#first)
      this.#first = 0
    }
    this.#layers.push(layer)
  }

  /** Layers that something is left of, the oldest first; those of negative quantity are goods that went before they came. */
  *open(): Generator<Layer> {
    for (let at = this.#first; at < this.#layers.length; at++) {
      const layer = this.#layers[at] as Layer
      if (isOpen(layer)) yield layer
      else if (at === this.#first) this.#first++
    }
  }

  /** The layer was made by the move that is undone. */
  remove(layer: Layer): void {
    const at = this.#layers.lastIndexOf(layer)
    if (at >= 0) this.#layers.splice(at, 1)
    if (at >= 0 && at < this.#first) this.#first--
  }

  /** Something is left of the layer again. */
  reopen(layer: Layer): void {
    const at = this.#layers.lastIndexOf(layer)
    if (at >= 0) {
      this.#first = Math.min(this.#first, at)
      return
    }
    this.insert(layer)
  }

  /** A layer that is not there takes its place by age. */
  insert(layer: Layer): void {
    let place = this.#layers.length
    while (place > 0 && compareLayers(this.#layers[place - 1] as Layer, layer) > 0) place--
    this.#layers.splice(place, 0, layer)
    this.#first = Math.min(this.#first, place)
  }

  remainingOf(root: MoveKey): Layer[] {
    return [...this.open()].filter(
      ({ root: { sequence, line }, remaining }) =>
        sequence === root.sequence && line === root.line && remaining > 0,
    )
  }
}

const isOpen = ({ remaining, remainingValue }: Layer): boolean => remaining !== 0 || remainingValue !== 0

export const compareLayers = (a: Layer, b: Layer): number => compareKeys(a.by, b.by) || a.part - b.part
