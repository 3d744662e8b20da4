import type { Database } from '../../kernel/database.ts'
import { formatDate, parseDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { Module } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import { Acceptor } from './accepting.ts'
import { ReplenishmentAudit } from './audit.ts'
import {
  type ProposalDismissed,
  type ProposalsAccepted,
  type ReplenishmentContract,
  type Rule,
  type RuleSet,
  replenishmentContract,
} from './contract.ts'
import { at } from './domain.ts'
import type { ReplenishmentPorts } from './ports.ts'
import { Proposing } from './proposing.ts'
import { Rules, ruleEvent } from './rules.ts'
import { REPLENISHMENT_TABLES, ReplenishmentTables, replenishmentMigration } from './tables.ts'

/** Reorder rules and proposals inside the object. */
export function replenishmentModule(
  database: Database,
  ports: ReplenishmentPorts,
): Module<ReplenishmentContract> {
  const { items, places, days } = ports
  const tables = new ReplenishmentTables(database, (id) => items.ordinal(id))
  const rules = new Rules(tables, ports)
  const proposing = new Proposing(tables, ports)
  const acceptor = new Acceptor(ports, rules, proposing)
  const view = ({ item, warehouse }: RuleSet, rule: Rule | null) =>
    proposing.ruleView({ item: items.ordinal(item), warehouse, rule: rule as Rule })

  return {
    contract: replenishmentContract,
    migrations: [replenishmentMigration],
    derivedTables: [...REPLENISHMENT_TABLES],
    auditChecks: () => new ReplenishmentAudit(database),

    commands: {
      SetReorderRule(input) {
        const set = rules.set(input)
        if (isRefusal(set)) return set
        const { data, isChanged } = set
        return { events: isChanged ? [ruleEvent(data)] : [], reply: () => view(data, data.after) }
      },
      SaveReorderRules(input) {
        const saved = rules.save(input)
        if (isRefusal(saved)) return saved
        const { events, rowOf, unchanged, problems } = saved
        return {
          events,
          pointerOf: (event) => `/${rowOf.get(event) ?? 0}`,
          reply: () => ({ saved: events.length, unchanged, refused: problems.length, problems }),
        }
      },
      RemoveReorderRule(input) {
        const data = rules.remove(input)
        if (isRefusal(data)) return data
        return { events: [ruleEvent(data)], reply: () => view(data, data.before) }
      },
      AcceptProposals(input, context) {
        const accepting = acceptor.accept(input, context)
        if (isRefusal(accepting)) return accepting
        const { events, accepted } = accepting
        const data = accepted.lines.map(({ item: id, by, quantity, date }) => {
          const item = items.byId(id)
          const { code, name, unit } = item
          return { item: { id, code, name }, quantity: items.format(item, quantity), unit, by, date }
        })
        const { reference = null, document = null } = accepted
        return { events, reply: () => ({ reference, document, data }) }
      },
      DismissProposal({ item: ref, warehouse: code, until, reason }, { nowMicros }) {
        const found = rules.known(ref, code)
        if (isRefusal(found)) return found
        if (until <= formatDate(days.dateAt(nowMicros)))
          return at('/until', 'invalid_reorder_rule', 'Name a day that is still to come.')
        const { item, warehouse } = found
        const isSame = tables.dismissedUntil(item.ordinal, warehouse) === parseDate(until)
        const data: ProposalDismissed = { item: item.id, warehouse, until, ...(reason && { reason }) }
        const event: NewEvent = { type: 'replenishment-dismissed', version: 1, data }
        const { id, code: itemCode, name } = item
        const reply = {
          item: { id, code: itemCode, name },
          warehouse: places.byOrdinal(warehouse).code,
          until,
        }
        return { events: isSame ? [] : [event], reply: () => reply }
      },
    },

    queries: {
      ListReorderRules: (input) => proposing.rules(input),
      ListProposals: (input, { nowMicros }) => proposing.list(input, days.dateAt(nowMicros)),
    },

    apply(events) {
      for (const { type, data } of events)
        if (type === 'reorder-rule-set') tables.set(data as RuleSet)
        else if (type === 'replenishment-dismissed') tables.dismiss(data as ProposalDismissed)
        else if (type === 'replenishment-accepted') tables.accept(data as ProposalsAccepted)
    },

    shownTo: ({ data }) => JSON.parse(data),

    /** What is ordered or moved: policies may speak of its items and the warehouse. */
    subjectsOf: (events) =>
      events.map(({ type, data }) => {
        if (type !== 'replenishment-accepted') return undefined
        const { warehouse, reference, lines } = data as ProposalsAccepted
        const items = [...new Set(lines.map(({ item }) => item))]
        const facts = {
          item: items.map((id) => ports.items.byId(id).code),
          warehouse: [ports.places.byOrdinal(warehouse).code],
          reference: reference === undefined ? [] : [reference],
        }
        return { facts, ids: { item: items } }
      }),

    titleOf(_, input) {
      const { item, reference } = input as { item?: string; reference?: string }
      return reference ?? item
    },
  }
}
