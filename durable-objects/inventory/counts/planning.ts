import type { InputOf } from '../../kernel/contract.ts'
import { addDays, type DateNumber } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockPlace } from '../stock-place.ts'
import type { CountPlanned, CountsContract, Selection } from './contract.ts'
import { at, type CountsRefusal, classify } from './domain.ts'
import type { CountsPorts, Lain } from './ports.ts'
import type { CountTables } from './tables.ts'

type Input = InputOf<CountsContract, 'PlanStockCount'>
type Wanted = (lain: Lain) => boolean

/** Which lines a count has: what lies in its place and fits its selection. */
export class Planning {
  readonly #tables: CountTables
  readonly #ports: CountsPorts

  constructor(tables: CountTables, ports: CountsPorts) {
    this.#tables = tables
    this.#ports = ports
  }

  plan(input: Input, context: CommandContext): CountPlanned | CountsRefusal {
    const place = this.placeOf(input.place)
    if (isRefusal(place)) return place
    const named = this.#named(input.selection)
    if (isRefusal(named)) return named
    const today = this.#ports.days.dateAt(context.nowMicros)
    const wanted = this.#wanted(input.selection, named, today)
    if (isRefusal(wanted)) return wanted
    const { lines, leftOut } = this.#lines(place, named, wanted, input.selection?.lines)
    if (lines.length > LIMITS.countLinesMax)
      return at(
        '/selection',
        'too_many_count_lines',
        `More than ${LIMITS.countLinesMax} lines lie there. Count part of it: name a place below it, or select fewer lines.`,
      )
    if (lines.length === 0)
      return at(
        '/selection',
        'nothing_to_count',
        leftOut > 0
          ? `All ${leftOut} lines of it belong to another open count.`
          : 'Nothing that fits lies there. Choose another place or selection.',
      )
    const { name, note, blind = false, selection } = input
    return {
      id: context.idAt('stockCount', context.nextSequence),
      number: this.#tables.lastNumber() + 1,
      ...(name && { name }),
      ...(note && { note }),
      place: place.ordinal,
      warehouse: place.warehouseOrdinal as number,
      isBlind: blind,
      ...(selection && { selection }),
      items: this.#byItem(lines),
      leftOut,
    }
  }

  placeOf(code: string | undefined): StockPlace | CountsRefusal {
    const { places } = this.#ports
    const place = code === undefined ? places.default() : places.place(code)
    if (!place)
      return at(
        '/place',
        'unknown_place',
        code === undefined ? 'There is no warehouse yet. Open one first.' : `There is no place ${code}.`,
      )
    if (place.warehouseOrdinal === null)
      return at('/place', 'unknown_place', `${place.code} is no place of a warehouse.`)
    return place
  }

  /** Ordinals of the items that are named by themselves; undefined: none is. */
  #named(selection: Selection | undefined): Set<number> | undefined | CountsRefusal {
    if (!selection?.items) return undefined
    const named = new Set<number>()
    for (const [index, ref] of selection.items.entries()) {
      const item = this.#ports.items.byRef(ref)
      if (!item) return at(`/selection/items/${index}`, 'unknown_item', `There is no item ${ref}.`)
      named.add(item.ordinal)
    }
    return named
  }

  #wanted(
    selection: Selection | undefined,
    named: ReadonlySet<number> | undefined,
    today: DateNumber,
  ): Wanted | CountsRefusal {
    const { families, notCountedForDays, classes, classDays = 365 } = selection ?? {}
    const tests: Wanted[] = []
    if (named) tests.push(({ item }) => named.has(item))
    if (families) {
      const within = new Set<string>()
      for (const [index, code] of families.entries()) {
        const below = this.#ports.items.familyWithin(code)
        if (!below) return at(`/selection/families/${index}`, 'unknown_family', `There is no family ${code}.`)
        for (const each of below) within.add(each)
      }
      tests.push(({ item }) => {
        const { family } = this.#ports.items.byOrdinal(item)
        return family !== null && within.has(family)
      })
    }
    if (notCountedForDays !== undefined) {
      const day = addDays(today, 0 - notCountedForDays)
      tests.push(({ item, place }) => this.#tables.lastCounted(item, place) <= day)
    }
    if (classes) {
      const known = classify(this.#ports.stock.valueIssued(addDays(today, 0 - classDays)))
      tests.push(({ item }) => classes.includes(known.get(item) ?? 'C'))
    }
    return (lain) => tests.every((test) => test(lain))
  }

  #lines(
    place: StockPlace,
    named: ReadonlySet<number> | undefined,
    wanted: Wanted,
    max: number | undefined,
  ): { lines: Lain[]; leftOut: number } {
    const { places } = this.#ports
    let lines: Lain[] = []
    let leftOut = 0
    for (const lain of this.#lying(place, named)) {
      if (!places.isWithin(places.byOrdinal(lain.place), place.code) || !wanted(lain)) continue
      if (this.#tables.openIn(lain.item, lain.place, lain.lot ?? '') !== undefined) leftOut += 1
      else lines.push(lain)
      if (max === undefined && lines.length > LIMITS.countLinesMax) break
      if (max !== undefined && lines.length === max + KEPT) lines = this.#oldest(lines, max)
    }
    return { lines: max === undefined ? lines : this.#oldest(lines, max), leftOut }
  }

  /** By the shortest way: of named items, of few places, or of everything. */
  *#lying(place: StockPlace, named: ReadonlySet<number> | undefined): Iterable<Lain> {
    const { places, stock } = this.#ports
    if (named) {
      for (const item of named) yield* stock.lyingOf(item)
      return
    }
    if (place.ordinal === place.warehouseOrdinal) {
      yield* stock.lying()
      return
    }
    for (const code of places.within(place.code)) yield* stock.lyingIn(places.place(code)?.ordinal ?? 0)
  }

  #oldest(lines: Lain[], max: number): Lain[] {
    const dated = lines.map((lain) => ({ lain, date: this.#tables.lastCounted(lain.item, lain.place) }))
    return dated
      .sort((a, b) => a.date - b.date)
      .slice(0, max)
      .map(({ lain }) => lain)
  }

  /** In the order in which places are walked; lines of an item that follow each other lie together. */
  #byItem(lines: readonly Lain[]): CountPlanned['items'] {
    const { items, places } = this.#ports
    const walked = lines
      .map((lain) => ({ ...lain, at: places.byOrdinal(lain.place), code: items.byOrdinal(lain.item).code }))
      .sort(
        (a, b) =>
          a.at.sort - b.at.sort ||
          compare(a.at.code, b.at.code) ||
          compare(a.code, b.code) ||
          compare(a.lot ?? '', b.lot ?? ''),
      )
    const grouped: CountPlanned['items'] = []
    for (const { item, place, lot } of walked) {
      const { id } = items.byOrdinal(item)
      const last = grouped.at(-1)
      if (last?.item === id) last.at.push([place, lot])
      else grouped.push({ item: id, at: [[place, lot]] })
    }
    return grouped
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Candidates that are held beside those that are chosen already. */
const KEPT = 20_000
