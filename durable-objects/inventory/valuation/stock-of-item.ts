import { invariant } from '../../kernel/result.ts'
import { splitByWeights } from '../../kernel/split.ts'
import { mulDiv } from './exact.ts'
import {
  type Issued,
  keyText,
  type Layer,
  type Method,
  type Move,
  type MoveKey,
  type Outcome,
  type Past,
  type Shortage,
  type Taking,
  type UnitCost,
} from './model.ts'
import { Pool } from './pool.ts'

/** A share of goods on their way into a warehouse. */
interface Incoming {
  quantity: number
  value: number
  root: MoveKey
  lot: number
}

type Of<Kind extends Move['kind']> = Move & { kind: Kind }

/**
 * One item's stock at a point of its history. `apply` brings it one move further, `undo` one move back: a move that is
 * found to belong into the past is put there by undoing what came after it, and applying that anew.
 */
export class StockOfItem {
  readonly #method: Method
  readonly #allowsNegative: boolean
  readonly #past: Past
  readonly #pools = new Map<number, Pool>()
  readonly #issues = new Map<string, Issued>()
  /** Looked up when they are first wanted: most moves need neither. */
  #lastCost: { known: UnitCost | undefined } | undefined
  #standard: { known: UnitCost | undefined } | undefined

  constructor(method: Method, allowsNegative: boolean, past: Past) {
    this.#method = method
    this.#allowsNegative = allowsNegative
    this.#past = past
  }

  /** Layers that are open, and quantity and value of each warehouse, as they are kept. */
  load(
    layers: Iterable<Layer>,
    pools: Iterable<{ warehouse: number; quantity: number; value: number }>,
  ): void {
    // Moves may have made younger ones already.
    for (const layer of layers) this.#pool(layer.warehouse).insert(layer)
    for (const { warehouse, quantity, value } of pools)
      Object.assign(this.#pool(warehouse), { quantity, value })
  }

  pools(): ReadonlyMap<number, Pool> {
    return this.#pools
  }

  /** Brings the stock one move further; a refused move changes nothing. */
  apply(move: Move): Outcome | Shortage {
    switch (move.kind) {
      case 'in':
        return this.#in(move)
      case 'return':
        return this.#return(move)
      case 'out':
        return this.#out(move)
      case 'transfer':
        return this.#transfer(move)
      case 'shift':
        return emptyOutcome(0)
      case 'recost':
        return this.#recost(move)
      case 'revalue':
        return this.#revalue(move)
      case 'standard':
        return this.#newStandard(move)
    }
  }

  /** Takes back the last move. What was looked up of the past is looked up again. */
  undo(outcome: Outcome): void {
    for (const { warehouse, quantity, value } of outcome.changes) {
      const pool = this.#pool(warehouse)
      pool.quantity -= quantity
      pool.value -= value
    }
    for (const layer of outcome.made) this.#pool(layer.warehouse).remove(layer)
    for (const { layer, quantity, value } of outcome.taken.toReversed()) {
      layer.remaining += quantity
      layer.remainingValue += value
      this.#pool(layer.warehouse).reopen(layer)
    }
    this.#issues.clear()
    this.#lastCost = undefined
    this.#standard = undefined
  }

  #in(move: Of<'in'>): Outcome {
    const { warehouse, quantity, lot } = move
    const cost = move.cost ?? this.#presentCost(warehouse, quantity)
    const outcome = emptyOutcome(cost)
    this.#receive(warehouse, [{ quantity, value: cost, root: move, lot }], move, outcome)
    if (move.cost !== null && cost > 0) this.#lastCost = { known: { value: cost, per: quantity } }
    return outcome
  }

  #return(move: Of<'return'>): Outcome {
    const { warehouse, quantity, lot } = move
    const issued = this.#issued(move.of)
    invariant(issued.returnedQuantity + quantity <= issued.quantity, 'more comes back than was issued')
    const until = mulDiv(issued.value, issued.returnedQuantity + quantity, issued.quantity)
    const cost = until - issued.returnedValue
    issued.returnedQuantity += quantity
    issued.returnedValue = until
    const outcome = emptyOutcome(cost)
    this.#receive(warehouse, [{ quantity, value: cost, root: move, lot }], move, outcome)
    return outcome
  }

  #out(move: Of<'out'>): Outcome | Shortage {
    const outcome = emptyOutcome(0)
    const taken = this.#take(move, outcome)
    if ('short' in taken) return taken
    outcome.cost = 0 - taken.value
    this.#issues.set(keyText(move), {
      quantity: move.quantity,
      value: taken.value,
      returnedQuantity: 0,
      returnedValue: 0,
    })
    return outcome
  }

  #transfer(move: Of<'transfer'>): Outcome | Shortage {
    invariant(move.warehouse !== move.into, 'a transfer within a warehouse moves no value')
    if (this.#shortOf(move) > 0) return this.#shortage(move)
    const outcome = emptyOutcome(0)
    const taken = this.#take(move, outcome)
    invariant(!('short' in taken), 'there was enough a moment ago')
    const parts = taken.parts.map(({ layer: { root, lot }, quantity, value }) => ({
      quantity,
      value,
      root,
      lot,
    }))
    this.#receive(move.into, parts, move, outcome)
    return outcome
  }

  #recost(move: Of<'recost'>): Outcome {
    const outcome = emptyOutcome(move.cost)
    if (this.#method === 'standard') {
      outcome.variance = move.cost
      return outcome
    }
    // In one order of the warehouses, whichever was touched first: cents that cannot be split fall alike.
    const layers = [...this.#pools].sort(([a], [b]) => a - b).flatMap(([, pool]) => pool.remainingOf(move.of))
    const left = layers.reduce((sum, { remaining }) => sum + remaining, 0)
    const weights = [...layers.map(({ remaining }) => remaining), move.quantity - left]
    const shares = splitByWeights(move.cost, weights)
    outcome.consumed = shares.at(-1) as number
    for (const [at, layer] of layers.entries()) this.#add(layer, shares[at] as number, outcome)
    return outcome
  }

  #revalue(move: Of<'revalue'>): Outcome {
    invariant(this.#method !== 'standard', 'stock at standard cost is revalued by its standard')
    const outcome = emptyOutcome(move.cost)
    const layers = [...this.#pool(move.warehouse).open()].filter(({ remaining }) => remaining > 0)
    // By a change of the past nothing lies there any more: the cost falls on goods that have left.
    if (layers.length === 0) return { ...outcome, consumed: move.cost }
    const shares = splitByWeights(
      move.cost,
      layers.map(({ remaining }) => remaining),
    )
    for (const [at, layer] of layers.entries()) this.#add(layer, shares[at] as number, outcome)
    return outcome
  }

  #newStandard(move: Of<'standard'>): Outcome {
    this.#standard = { known: move.unitCost }
    const outcome = emptyOutcome(0)
    if (this.#method !== 'standard') return outcome
    for (const [warehouse, pool] of [...this.#pools].sort(([a], [b]) => a - b)) {
      const value = this.#atStandard(pool.quantity) - pool.value
      if (value === 0) continue
      this.#change(warehouse, 0, value, outcome)
      outcome.cost += value
    }
    return outcome
  }

  /** Puts goods into a warehouse: first to what was taken before it came, the rest as layers of their own. */
  #receive(warehouse: number, parts: readonly Incoming[], by: MoveKey, outcome: Outcome): void {
    const quantity = parts.reduce((sum, part) => sum + part.quantity, 0)
    const cost = parts.reduce((sum, part) => sum + part.value, 0)
    let corrected = 0
    for (const part of parts) corrected += this.#receivePart(warehouse, part, by, outcome)
    const pool = this.#pool(warehouse)
    const value =
      this.#method === 'standard' ? this.#atStandard(pool.quantity + quantity) - pool.value : cost - corrected
    outcome.variance += cost - corrected - value
    this.#change(warehouse, quantity, value, outcome)
  }

  /** What the corrections of earlier issues took of the cost. */
  #receivePart(warehouse: number, part: Incoming, by: MoveKey, outcome: Outcome): number {
    let { quantity, value } = part
    let corrected = 0
    const pool = this.#pool(warehouse)
    if (pool.quantity < 0)
      for (const shortage of pool.open()) {
        if (quantity === 0) break
        if (shortage.remaining >= 0) continue
        const filled = Math.min(quantity, -shortage.remaining)
        const share = filled === quantity ? value : mulDiv(value, filled, quantity)
        const guessed = 0 - this.#takeFrom(shortage, -filled, outcome).value
        quantity -= filled
        value -= share
        if (this.#method === 'standard' || share === guessed) continue
        corrected += share - guessed
        this.#correct(shortage.by, share - guessed, outcome)
      }
    if (quantity === 0) return corrected
    const layer: Layer = {
      warehouse,
      by: { date: by.date, sequence: by.sequence, line: by.line },
      part: outcome.made.length,
      root: { date: part.root.date, sequence: part.root.sequence, line: part.root.line },
      lot: part.lot,
      quantity,
      value: this.#isLayered ? value : 0,
      remaining: quantity,
      remainingValue: this.#isLayered ? value : 0,
    }
    outcome.made.push(layer)
    pool.add(layer)
    return corrected
  }

  #correct(of: MoveKey, amount: number, outcome: Outcome): void {
    outcome.corrections.push({ of, amount })
    // Looked up now: later, what the past says of it may have been said before this.
    this.#issued(of).value += amount
  }

  /** Takes goods out of a warehouse, and says what they are worth. */
  #take(move: Of<'out'> | Of<'transfer'>, outcome: Outcome): { value: number; parts: Taking[] } | Shortage {
    const short = this.#shortOf(move)
    if (short > 0 && !this.#allowsNegative) return this.#shortage(move)
    const pool = this.#pool(move.warehouse)
    const { quantity: before, value: worth } = pool
    const guess = short > 0 ? this.#presentCost(move.warehouse, short) : 0
    const parts: Taking[] = []
    let wanted = move.quantity - short
    for (const layer of this.#inOrder(move)) {
      if (wanted === 0) break
      const quantity = Math.min(wanted, layer.remaining)
      parts.push(this.#takeFrom(layer, quantity, outcome))
      wanted -= quantity
    }
    invariant(wanted === 0, 'a warehouse holds what its layers hold')
    let value = parts.reduce((sum, part) => sum + part.value, 0)
    if (this.#method === 'average') {
      const taken = move.quantity - short
      value = taken === 0 ? 0 : taken === before ? worth : mulDiv(worth, taken, before)
      spread(value, parts)
    }
    if (short > 0) this.#goShort(move, short, guess, outcome)
    if (this.#method === 'standard') {
      value = worth - this.#atStandard(before - move.quantity)
      spread(value, parts)
    } else value += guess
    this.#change(move.warehouse, 0 - move.quantity, 0 - value, outcome)
    return { value, parts }
  }

  #goShort(
    { warehouse, ...by }: Of<'out'> | Of<'transfer'>,
    short: number,
    guess: number,
    outcome: Outcome,
  ): void {
    const value = this.#method === 'standard' ? 0 : 0 - guess
    const layer: Layer = {
      warehouse,
      by: { date: by.date, sequence: by.sequence, line: by.line },
      part: outcome.made.length,
      root: { date: by.date, sequence: by.sequence, line: by.line },
      lot: 0,
      quantity: 0 - short,
      value,
      remaining: 0 - short,
      remainingValue: value,
    }
    outcome.made.push(layer)
    this.#pool(warehouse).add(layer)
  }

  #takeFrom(layer: Layer, quantity: number, outcome: Outcome): Taking {
    const value =
      quantity === layer.remaining
        ? layer.remainingValue
        : mulDiv(layer.remainingValue, quantity, layer.remaining)
    layer.remaining -= quantity
    layer.remainingValue -= value
    const taking = { layer, quantity, value }
    outcome.taken.push(taking)
    return { ...taking }
  }

  /** Adds to the value of what is left of a layer. */
  #add(layer: Layer, value: number, outcome: Outcome): void {
    if (value === 0) return
    if (this.#isLayered) {
      layer.remainingValue += value
      outcome.taken.push({ layer, quantity: 0, value: 0 - value })
    }
    this.#change(layer.warehouse, 0, value, outcome)
  }

  #change(warehouse: number, quantity: number, value: number, outcome: Outcome): void {
    const pool = this.#pool(warehouse)
    pool.quantity += quantity
    pool.value += value
    const change = outcome.changes.find((each) => each.warehouse === warehouse)
    if (change) {
      change.quantity += quantity
      change.value += value
    } else outcome.changes.push({ warehouse, quantity, value })
  }

  /** The layers to take from: those of the receipt that goods go back to, then the oldest. */
  *#inOrder({ warehouse, lot, ...move }: Of<'out'> | Of<'transfer'>): Generator<Layer> {
    const pool = this.#pool(warehouse)
    const from = move.kind === 'out' ? move.from : undefined
    if (from) yield* pool.remainingOf(from)
    for (const layer of pool.open()) if (layer.remaining > 0 && this.#fits(layer, lot)) yield layer
  }

  #fits(layer: Layer, lot: number): boolean {
    return this.#method !== 'lot' || layer.lot === lot
  }

  #shortOf(move: Of<'out'> | Of<'transfer'>): number {
    return Math.max(0, move.quantity - this.#available(move))
  }

  #available({ warehouse, lot }: Of<'out'> | Of<'transfer'>): number {
    const pool = this.#pool(warehouse)
    if (this.#method !== 'lot') return Math.max(0, pool.quantity)
    let sum = 0
    for (const layer of pool.open()) if (layer.remaining > 0 && layer.lot === lot) sum += layer.remaining
    return sum
  }

  #shortage(move: Of<'out'> | Of<'transfer'>): Shortage {
    const { warehouse, lot, quantity: wanted } = move
    return { short: true, warehouse, lot, wanted, available: this.#available(move) }
  }

  /** What so many steps cost at present: by the standard, by what lies there, by the last receipt. */
  #presentCost(warehouse: number, quantity: number): number {
    if (this.#method === 'standard') return this.#atStandard(quantity)
    const pool = this.#pool(warehouse)
    if (pool.quantity > 0 && pool.value > 0) return mulDiv(pool.value, quantity, pool.quantity)
    this.#lastCost ??= { known: this.#past.lastCost() }
    return this.#lastCost.known ? roundedCost(this.#lastCost.known, quantity) : this.#atStandard(quantity)
  }

  #atStandard(quantity: number): number {
    this.#standard ??= { known: this.#past.standard() }
    return roundedCost(this.#standard.known, quantity)
  }

  #issued(of: MoveKey): Issued {
    const key = keyText(of)
    const issue = this.#issues.get(key) ?? this.#past.issue(of)
    this.#issues.set(key, issue)
    return issue
  }

  get #isLayered(): boolean {
    return this.#method === 'fifo' || this.#method === 'lot'
  }

  #pool(warehouse: number): Pool {
    let pool = this.#pools.get(warehouse)
    if (!pool) {
      pool = new Pool()
      this.#pools.set(warehouse, pool)
    }
    return pool
  }
}

const roundedCost = (cost: UnitCost | undefined, quantity: number): number =>
  cost ? mulDiv(cost.value, quantity, cost.per) : 0

/** Goods that are valued together have parts all the same: of the whole value, by their quantities. */
function spread(value: number, parts: readonly Taking[]): void {
  if (parts.length === 0) return
  const shares = splitByWeights(
    value,
    parts.map(({ quantity }) => quantity),
  )
  for (const [at, part] of parts.entries()) part.value = shares[at] as number
}

const emptyOutcome = (cost: number): Outcome => ({
  cost,
  changes: [],
  made: [],
  taken: [],
  corrections: [],
  consumed: 0,
  variance: 0,
})
