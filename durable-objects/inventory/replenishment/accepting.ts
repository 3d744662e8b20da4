import type { InputOf } from '../../kernel/contract.ts'
import { type DateNumber, formatDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { ProposalsAccepted, ReplenishmentContract, Rule } from './contract.ts'
import { at, type ReplenishmentRefusal } from './domain.ts'
import type { ReplenishmentPorts } from './ports.ts'
import type { Proposing } from './proposing.ts'
import type { Rules } from './rules.ts'

type Input = InputOf<ReplenishmentContract, 'AcceptProposals'>

interface Wanted {
  item: StockItem
  rule: Rule
  quantity: number
  proposed: number
  date: string
  pointer: string
}

export interface Accepting {
  events: NewEvent[]
  accepted: ProposalsAccepted
}

/** Orders what was proposed: by a transfer, by announcing a receipt, or both in one decision. */
export class Acceptor {
  readonly #ports: ReplenishmentPorts
  readonly #rules: Rules
  readonly #proposing: Proposing

  constructor(ports: ReplenishmentPorts, rules: Rules, proposing: Proposing) {
    this.#ports = ports
    this.#rules = rules
    this.#proposing = proposing
  }

  accept(input: Input, context: CommandContext): Accepting | ReplenishmentRefusal {
    const warehouse = this.#rules.warehouse(input.warehouse, '/warehouse')
    if (isRefusal(warehouse)) return warehouse
    const today = this.#ports.days.dateAt(context.nowMicros)
    const wanted = this.#wanted(input, today)
    if (isRefusal(wanted)) return wanted
    const transfer = this.#transfer(input, wanted, { warehouse, today }, context)
    if (isRefusal(transfer)) return transfer
    const bought = wanted.filter(({ rule }) => rule.from === undefined)
    const reference = bought.length === 0 ? undefined : (input.reference ?? `R-${context.nextSequence}`)
    const announced =
      reference === undefined
        ? []
        : this.#ports.reservations.announce(
            reference,
            bought.map(({ item, quantity, date }) => ({ item, warehouse, quantity, date })),
          )
    if (isRefusal(announced)) return announced
    const accepted: ProposalsAccepted = {
      warehouse,
      ...(reference !== undefined && { reference }),
      ...(transfer && { document: transfer.id }),
      lines: wanted.map(({ item, rule, quantity, proposed, date }) => ({
        ...{ item: item.id, by: rule.from === undefined ? 'receipt' : 'transfer', quantity, proposed, date },
      })),
    }
    const event: NewEvent = { type: 'replenishment-accepted', version: 1, data: accepted }
    return { events: [...(transfer?.events ?? []), ...announced, event], accepted }
  }

  #wanted(input: Input, today: DateNumber): Wanted[] | ReplenishmentRefusal {
    const wanted: Wanted[] = []
    for (const [index, line] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const found = this.#rules.known(line.item, input.warehouse, pointer)
      if (isRefusal(found)) return found
      const { item, warehouse, rule } = found
      if (wanted.some((each) => each.item.id === item.id))
        return at(`${pointer}/item`, 'invalid_stock_line', `${item.code} is named twice.`)
      const { proposal, date } = this.#proposing.work({ item: item.ordinal, warehouse, rule }, today)
      const quantity = this.#quantity(item, rule, line, proposal.quantity, pointer)
      if (isRefusal(quantity)) return quantity
      const isBought = rule.from === undefined
      const day = isBought ? (input.date ?? formatDate(date)) : formatDate(today)
      wanted.push({ item, rule, quantity, proposed: proposal.quantity, date: day, pointer })
    }
    return wanted
  }

  #quantity(
    item: StockItem,
    rule: Rule,
    { quantity: text, unit = rule.unit }: Input['lines'][number],
    proposed: number,
    pointer: string,
  ): number | ReplenishmentRefusal {
    if (text === undefined)
      return proposed > 0
        ? proposed
        : at(
            `${pointer}/quantity`,
            'nothing_proposed',
            `Nothing of ${item.code} is proposed by now. Say how much.`,
          )
    const steps = this.#ports.items.steps(item, text, unit)
    if (isRefusal(steps)) {
      const field = steps.refused === 'unknown_unit_of_item' ? 'unit' : 'quantity'
      return at(`${pointer}/${field}`, steps.refused, steps.detail)
    }
    return steps > 0
      ? steps
      : at(`${pointer}/quantity`, 'invalid_quantity', 'Nothing would be ordered. Leave the line out.')
  }

  #transfer(
    { inTransit }: Input,
    wanted: readonly Wanted[],
    { warehouse, today }: { warehouse: number; today: DateNumber },
    context: CommandContext,
  ): { id: string; events: NewEvent[] } | undefined | ReplenishmentRefusal {
    const brought = wanted.filter(({ rule }) => rule.from !== undefined)
    const [first] = brought
    if (first?.rule.from === undefined) return undefined
    const { places, items, stock } = this.#ports
    const other = brought.find(({ rule }) => rule.from !== first.rule.from)
    if (other)
      return at(
        `${other.pointer}/item`,
        'several_sources',
        `${other.item.code} comes from another warehouse than ${first.item.code}. Accept them one after the other.`,
      )
    const made = stock.transfer(
      {
        date: formatDate(today),
        from: places.byOrdinal(first.rule.from).code,
        to: places.byOrdinal(warehouse).code,
        ...(inTransit && { inTransit }),
        lines: brought.map(({ item, quantity }) => ({
          item: item.id,
          quantity: items.format(item, quantity),
        })),
      },
      context,
    )
    return isRefusal(made) ? retold(made, brought) : made
  }
}

/** Lines of the transfer are some of those that were accepted; its header is none of what the client wrote. */
function retold(refusal: Refusal<string>, brought: readonly Wanted[]): ReplenishmentRefusal {
  const errors = refusal.errors.map((error) => {
    const [, index, field = ''] = /^\/lines\/(\d+)(\/\w+)?/.exec(error.pointer) ?? []
    return {
      ...error,
      pointer: index === undefined ? '' : `${brought[Number(index)]?.pointer ?? ''}${field}`,
    }
  })
  return { ...refusal, errors } as ReplenishmentRefusal
}
