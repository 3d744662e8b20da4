import type { InputOf } from '../../kernel/contract.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type FieldError, isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { ReplenishmentContract, Rule, RuleInput, RuleSet } from './contract.ts'
import { at, type ReplenishmentRefusal, sameRule } from './domain.ts'
import type { ReplenishmentPorts } from './ports.ts'
import type { ReplenishmentTables } from './tables.ts'

/** Rules as clients write them. */
export class Rules {
  readonly #tables: ReplenishmentTables
  readonly #ports: ReplenishmentPorts

  constructor(tables: ReplenishmentTables, ports: ReplenishmentPorts) {
    this.#tables = tables
    this.#ports = ports
  }

  /** Of a rule that is as it was before, no event. */
  set(input: RuleInput): { data: RuleSet; isChanged: boolean } | ReplenishmentRefusal {
    const item = this.item(input.item, '/item')
    if (isRefusal(item)) return item
    const warehouse = this.warehouse(input.warehouse, '/warehouse')
    if (isRefusal(warehouse)) return warehouse
    const after = this.#rule(item, warehouse, input)
    if (isRefusal(after)) return after
    const before = this.#tables.rule(item.ordinal, warehouse) ?? null
    return { data: { item: item.id, warehouse, before, after }, isChanged: !sameRule(before, after) }
  }

  remove({
    item: ref,
    warehouse: code,
  }: {
    item: string
    warehouse: string
  }): RuleSet | ReplenishmentRefusal {
    const found = this.known(ref, code)
    if (isRefusal(found)) return found
    return { item: found.item.id, warehouse: found.warehouse, before: found.rule, after: null }
  }

  known(
    ref: string,
    code: string | undefined,
    pointer = '',
  ): { item: StockItem; warehouse: number; rule: Rule } | ReplenishmentRefusal {
    const item = this.item(ref, `${pointer}/item`)
    if (isRefusal(item)) return item
    const warehouse = this.warehouse(code, '/warehouse')
    if (isRefusal(warehouse)) return warehouse
    const rule = this.#tables.rule(item.ordinal, warehouse)
    if (rule) return { item, warehouse, rule }
    const where = this.#ports.places.byOrdinal(warehouse).code
    return at(
      `${pointer}/item`,
      'reorder_rule_not_found',
      `${item.code} has no reorder rule for ${where}. Set one first.`,
    )
  }

  item(ref: string, pointer: string): StockItem | ReplenishmentRefusal {
    const item = this.#ports.items.byRef(ref)
    if (!item) return at(pointer, 'unknown_item', `There is no item ${ref}.`)
    if (item.kind !== 'stock' || item.isTemplate)
      return at(pointer, 'item_not_stocked', `${item.code} is not kept in stock.`)
    return item
  }

  warehouse(code: string | undefined, pointer: string): number | ReplenishmentRefusal {
    const { places } = this.#ports
    const warehouse = code === undefined ? places.default() : places.warehouse(code)
    if (warehouse) return warehouse.ordinal
    return at(
      pointer,
      'unknown_warehouse',
      code === undefined ? 'There is no warehouse yet. Open one first.' : `There is no warehouse ${code}.`,
    )
  }

  #rule(item: StockItem, warehouse: number, input: RuleInput): Rule | ReplenishmentRefusal {
    const problem = misfit(input)
    if (problem) return problem
    const levels: Partial<Rule> = {}
    for (const name of ['minimum', 'maximum', 'point', 'safety'] as const) {
      const text = input[name]
      if (text === undefined) continue
      const steps = this.#ports.items.steps(item, text)
      if (isRefusal(steps)) return at(`/${name}`, steps.refused, steps.detail)
      levels[name] = steps
    }
    if ((levels.maximum ?? 0) < (levels.minimum ?? 0))
      return at('/maximum', 'invalid_reorder_rule', 'The maximum is below the minimum.')
    const { unit = item.unit, multiple = '1', supplier } = input
    const multipleSteps = this.#ports.items.steps(item, multiple, unit)
    if (isRefusal(multipleSteps))
      return at(
        multipleSteps.refused === 'unknown_unit_of_item' ? '/unit' : '/multiple',
        multipleSteps.refused,
        multipleSteps.detail,
      )
    if (multipleSteps === 0)
      return at('/multiple', 'invalid_reorder_rule', 'A multiple is more than nothing.')
    const from = input.from === undefined ? undefined : this.warehouse(input.from, '/from')
    if (isRefusal(from)) return from
    if (from === warehouse)
      return at('/from', 'invalid_reorder_rule', 'Goods are brought from another warehouse than their own.')
    const isAuto = input.method === 'auto'
    return {
      method: input.method,
      ...levels,
      safety: levels.safety ?? 0,
      leadDays: input.leadDays ?? 0,
      ...(isAuto && { lookBackDays: input.lookBackDays ?? 90, coverDays: input.coverDays ?? 30 }),
      ...(supplier && { supplier }),
      ...(from !== undefined && { from }),
      unit,
      multiple,
      multipleSteps,
    }
  }

  save({ rows, mode = 'atomic' }: InputOf<ReplenishmentContract, 'SaveReorderRules'>) {
    const saved: Saved = { events: [], rowOf: new Map(), unchanged: 0, problems: [] }
    const seen = new Map<string, number>()
    for (const [row, each] of rows.entries()) {
      const result = 'value' in each ? this.#saveRow(each.value, row, seen) : badRow(each.errors)
      if (isRefusal(result)) {
        const { refused: code, detail, errors } = result
        saved.problems.push({ row, code, detail, errors: errors.slice(0, ERRORS_A_ROW) })
      } else if (result.isChanged) {
        const event = ruleEvent(result.data)
        saved.rowOf.set(event, row)
        saved.events.push(event)
      } else saved.unchanged += 1
    }
    return mode === 'independent' || saved.problems.length === 0 ? saved : rowsRefused(saved, rows.length)
  }

  #saveRow(input: RuleInput, row: number, seen: Map<string, number>) {
    const result = this.set(input)
    if (isRefusal(result)) return result
    const key = `${result.data.item}/${result.data.warehouse}`
    const before = seen.get(key)
    seen.set(key, row)
    return before === undefined
      ? result
      : at('/item', 'invalid_reorder_rule', `Row ${before + 1} is about the same item and warehouse.`)
  }
}

export interface Saved {
  events: NewEvent[]
  rowOf: Map<NewEvent, number>
  unchanged: number
  problems: { row: number; code: string; detail: string; errors: FieldError[] }[]
}

export const ruleEvent = (data: RuleSet): NewEvent => ({ type: 'reorder-rule-set', version: 1, data })

/** Each method has fields of its own. */
function misfit(input: RuleInput): ReplenishmentRefusal | undefined {
  const own = FIELDS[input.method]
  for (const name of own.required)
    if (input[name] === undefined)
      return at(`/${name}`, 'invalid_reorder_rule', `A rule by ${input.method} needs a ${name}.`)
  for (const name of OF_METHODS)
    if (input[name] !== undefined && ![...own.required, ...own.optional].some((each) => each === name))
      return at(`/${name}`, 'invalid_reorder_rule', `A rule by ${input.method} has no ${name}.`)
  if (input.supplier && input.from !== undefined)
    return at('/from', 'invalid_reorder_rule', 'Name a supplier or a warehouse, not both.')
  return undefined
}

const OF_METHODS = ['minimum', 'maximum', 'point', 'lookBackDays', 'coverDays'] as const
type OfMethod = (typeof OF_METHODS)[number]
const FIELDS: Record<RuleInput['method'], { required: OfMethod[]; optional: OfMethod[] }> = {
  'min-max': { required: ['minimum', 'maximum'], optional: [] },
  'reorder-point': { required: ['point'], optional: [] },
  auto: { required: [], optional: ['lookBackDays', 'coverDays'] },
}

const badRow = (errors: FieldError[]): ReplenishmentRefusal => ({
  refused: 'invalid_reorder_rule',
  detail: errors[0]?.detail ?? 'The row is not valid.',
  errors,
})

function rowsRefused({ problems }: Saved, rows: number): ReplenishmentRefusal {
  const errors = problems
    .slice(0, ERRORS_SHOWN)
    .flatMap(({ row, errors: of }) => of.map((error) => ({ ...error, pointer: `/${row}${error.pointer}` })))
  return {
    refused: 'rows_refused',
    detail: `${problems.length} of ${rows} rows were refused, the first at row ${(problems[0]?.row ?? 0) + 1}. Correct them, or send mode=independent to save the others.`,
    errors: errors.slice(0, ERRORS_SHOWN),
  }
}

const ERRORS_SHOWN = 100
const ERRORS_A_ROW = 5
