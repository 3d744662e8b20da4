import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { addDays, type DateNumber, formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import { mulDiv } from '../valuation/exact.ts'
import type { ProposalView, ReplenishmentContract, RuleView } from './contract.ts'
import { at, type Levels, type Proposal, propose, type ReplenishmentRefusal, times } from './domain.ts'
import type { ReplenishmentPorts } from './ports.ts'
import type { ReplenishmentTables, RuleAt } from './tables.ts'

type Input<Name extends keyof ReplenishmentContract['operations']> = InputOf<ReplenishmentContract, Name>
type Reply<Name extends keyof ReplenishmentContract['operations']> = ReplyOf<ReplenishmentContract, Name>

export interface Worked {
  proposal: Proposal
  levels: Levels
  incomingLater: number
  /** On which an order of today is there. */
  date: DateNumber
}

/** What rules come to, by what there is at present. */
export class Proposing {
  readonly #tables: ReplenishmentTables
  readonly #ports: ReplenishmentPorts

  constructor(tables: ReplenishmentTables, ports: ReplenishmentPorts) {
    this.#tables = tables
    this.#ports = ports
  }

  work({ item, warehouse, rule }: RuleAt, today: DateNumber): Worked {
    const { stock, reservations } = this.#ports
    const horizon = addDays(today, rule.leadDays)
    const until = (
      all: readonly { date: number | null; quantity: number }[],
      isIn: (day: number | null) => boolean,
    ) => all.reduce((sum, { date: day, quantity }) => (isIn(day) ? sum + quantity : sum), 0)
    const announced = reservations.incoming(item, warehouse)
    const levels: Levels = {
      onHand: stock.onHand(item, warehouse),
      reserved: reservations.reserved(item, { warehouse }),
      // What is promised without a day may be wanted at any time.
      promised: until(reservations.promised(item, warehouse), (day) => day === null || day <= horizon),
      incoming: until(announced, (day) => day !== null && day <= horizon),
      onTheWay: stock.onTheWay(item, warehouse),
      used: this.#used(item, warehouse, rule.lookBackDays, today),
    }
    const incomingLater = until(announced, (day) => day === null || day > horizon)
    return { proposal: propose(rule, levels), levels, incomingLater, date: horizon }
  }

  /** On the whole days before today. */
  #used(item: number, warehouse: number, days: number | undefined, today: DateNumber): number {
    if (days === undefined) return 0
    return this.#ports.stock.used(item, warehouse, addDays(today, 0 - days), addDays(today, -1))
  }

  list(input: Input<'ListProposals'>, today: DateNumber): Reply<'ListProposals'> | ReplenishmentRefusal {
    const { limit = LIMITS.pageRowsDefault, supplier, dismissed = false } = input
    const filter = this.#filter(input)
    if (isRefusal(filter)) return filter
    const after = decodeCursor(input.cursor, 2)
    if (after === 'invalid') return invalidCursor()
    const rules = this.#tables.rules(after ?? [], filter, LIMITS.reorderLookedAtMax)
    const data: ProposalView[] = []
    for (const at of rules) {
      if (supplier !== undefined && at.rule.supplier !== supplier) continue
      if (filter.from !== null && at.rule.from !== filter.from) continue
      const until = this.#tables.dismissedUntil(at.item, at.warehouse) ?? 0
      if (until > today !== dismissed) continue
      const worked = this.work(at, today)
      if (worked.proposal.quantity === 0) continue
      data.push(this.#view(at, worked, until > today ? until : null))
      if (data.length === limit) return { data, nextCursor: encodeCursor([at.item, at.warehouse]) }
    }
    const last = lastOf(rules)
    return { data, nextCursor: last ? encodeCursor([last.item, last.warehouse]) : null }
  }

  rules(input: Input<'ListReorderRules'>): Reply<'ListReorderRules'> | ReplenishmentRefusal {
    const { limit = LIMITS.pageRowsDefault } = input
    const filter = this.#filter(input)
    if (isRefusal(filter)) return filter
    const after = decodeCursor(input.cursor, 2)
    if (after === 'invalid') return invalidCursor()
    const found = this.#tables.rules(after ?? [], filter, limit + 1)
    const last = found.length > limit ? found[limit - 1] : undefined
    return {
      data: found.slice(0, limit).map((each) => this.ruleView(each)),
      nextCursor: last ? encodeCursor([last.item, last.warehouse]) : null,
    }
  }

  #filter({
    item: ref,
    warehouse,
    from,
  }: {
    item?: string | undefined
    warehouse?: string | undefined
    from?: string | undefined
  }) {
    const item = ref === undefined ? undefined : this.#ports.items.byRef(ref)
    if (ref !== undefined && !item) return at('/item', 'unknown_item', `There is no item ${ref}.`)
    const ordinals: { warehouse: number | null; from: number | null } = { warehouse: null, from: null }
    for (const [name, code] of [
      ['warehouse', warehouse],
      ['from', from],
    ] as const) {
      if (code === undefined) continue
      const found = this.#ports.places.warehouse(code)
      if (!found) return at(`/${name}`, 'unknown_warehouse', `There is no warehouse ${code}.`)
      ordinals[name] = found.ordinal
    }
    return { item: item?.ordinal ?? null, ...ordinals }
  }

  ruleView({ item: ordinal, warehouse, rule }: RuleAt): RuleView {
    const item = this.#ports.items.byOrdinal(ordinal)
    const text = (steps: number | undefined) =>
      steps === undefined ? null : this.#ports.items.format(item, steps)
    return {
      item: { id: item.id, code: item.code, name: item.name },
      stockUnit: item.unit,
      warehouse: this.#code(warehouse),
      method: rule.method,
      minimum: text(rule.minimum),
      maximum: text(rule.maximum),
      point: text(rule.point),
      safety: this.#ports.items.format(item, rule.safety),
      leadDays: rule.leadDays,
      lookBackDays: rule.lookBackDays ?? null,
      coverDays: rule.coverDays ?? null,
      supplier: rule.supplier ?? null,
      from: rule.from === undefined ? null : this.#code(rule.from),
      unit: rule.unit,
      multiple: rule.multiple,
    }
  }

  #view(of: RuleAt, worked: Worked, dismissedUntil: number | null): ProposalView {
    const { rule } = of
    const { proposal, levels, incomingLater, date } = worked
    const item = this.#ports.items.byOrdinal(of.item)
    const text = (steps: number) => this.#ports.items.format(item, steps)
    const isAuto = rule.method === 'auto'
    return {
      item: { id: item.id, code: item.code, name: item.name },
      warehouse: this.#code(of.warehouse),
      unit: item.unit,
      quantity: text(proposal.quantity),
      order: { quantity: times(rule.multiple, proposal.quantity / rule.multipleSteps), unit: rule.unit },
      by: rule.from === undefined ? 'receipt' : 'transfer',
      supplier: rule.supplier ?? null,
      from: rule.from === undefined ? null : this.#code(rule.from),
      date: formatDate(date),
      figures: {
        onHand: text(levels.onHand),
        reserved: text(levels.reserved),
        promised: text(levels.promised),
        incoming: text(levels.incoming),
        incomingLater: text(incomingLater),
        onTheWay: text(levels.onTheWay),
        projected: text(proposal.projected),
        point: text(proposal.point),
        target: text(proposal.target),
        safety: text(rule.safety),
        used: isAuto ? text(levels.used) : null,
        usedADay: isAuto ? this.#usedADay(item, of, levels) : null,
        sourceAvailable:
          rule.from === undefined ? null : text(this.#ports.reservations.available(of.item, rule.from)),
      },
      reasons: this.#reasons(item, of, worked),
      dismissedUntil: dismissedUntil === null ? null : formatDate(dismissedUntil),
    }
  }

  /** Rounded to three decimals, to be read; what is ordered is worked out of the whole. */
  #usedADay(item: StockItem, { rule }: RuleAt, { used }: Levels): string {
    return formatAmount(mulDiv(used, 1_000, 10 ** item.scale * (rule.lookBackDays ?? 1)), 3)
  }

  #reasons(item: StockItem, of: RuleAt, { proposal, levels, incomingLater, date }: Worked): string[] {
    const { rule } = of
    const text = (steps: number) => `${this.#ports.items.format(item, steps)} ${item.unit}`
    const terms = [
      `${text(levels.onHand)} on hand`,
      ...(levels.reserved === 0 ? [] : [`less ${text(levels.reserved)} reserved`]),
      ...(levels.promised === 0 ? [] : [`less ${text(levels.promised)} promised`]),
      ...(levels.incoming === 0 ? [] : [`and ${text(levels.incoming)} announced`]),
      ...(levels.onTheWay === 0 ? [] : [`and ${text(levels.onTheWay)} on the way`]),
    ]
    const later = incomingLater === 0 ? '' : ` ${text(incomingLater)} are announced for later.`
    return [
      `On ${formatDate(date)}: ${terms.join(', ')}: ${text(proposal.projected)}.${later}`,
      this.#pointText(item, of, proposal, levels),
      `${text(proposal.missing)} are missing to ${text(proposal.target)}.`,
      ...(proposal.quantity === proposal.missing
        ? []
        : [
            `Rounded up to whole multiples of ${rule.multiple} ${rule.unit} (${text(rule.multipleSteps)}): ${text(proposal.quantity)}.`,
          ]),
    ]
  }

  #pointText(item: StockItem, of: RuleAt, { point, target }: Proposal, levels: Levels): string {
    const { rule } = of
    const text = (steps: number) => `${this.#ports.items.format(item, steps)} ${item.unit}`
    const safety = rule.safety === 0 ? '' : `, with ${text(rule.safety)} of safety stock`
    if (rule.method === 'min-max')
      return `That is below the minimum of ${text(point)}; ordered is up to ${text(target)}${safety}.`
    if (rule.method === 'reorder-point') return `That is below the reorder point of ${text(point)}${safety}.`
    return `${text(levels.used)} left in ${rule.lookBackDays} days, ${this.#usedADay(item, of, levels)} ${item.unit} a day: in ${rule.leadDays} days of lead time that makes a reorder point of ${text(point)}${safety}; to last ${rule.coverDays} days more, ${text(target)}.`
  }

  #code = (warehouse: number): string => this.#ports.places.byOrdinal(warehouse).code
}

/** The last rule, where there may be more behind it. */
const lastOf = (rules: readonly RuleAt[]): RuleAt | undefined =>
  rules.length === LIMITS.reorderLookedAtMax ? rules.at(-1) : undefined
