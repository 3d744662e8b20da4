import type { FieldRule, RuledReader, RulesInForce } from './rules.ts'

/** A condition of a WHERE clause. It uses one parameter: the list of everything that the rules name, as JSON. */
export interface Predicate {
  sql: string
  parameter: string
}

/** Where a module's tables keep a field of its records. */
export interface RuleColumn {
  sql: string
  /** The stored values that patterns mean, where codes are not what is stored. */
  stored?: (patterns: readonly string[]) => readonly (string | number)[]
}

export type RuleColumns = Readonly<Record<string, RuleColumn>>

/**
 * Rules as SQL over a module's columns; `mark` is the parameter's place, such as `?8`. The same rules hold for a record in
 * `brokenRule`, and a test compares both.
 */
export function compileRules(
  rules: RulesInForce,
  columns: RuleColumns,
  reader: RuledReader,
  mark: string,
): Predicate {
  const lists: unknown[] = []
  const list = (values: unknown): string => {
    lists.push(values)
    return `(SELECT value FROM json_each(${mark} -> '$[${lists.length - 1}]'))`
  }
  const sql = rules
    .map((sides) => any(sides.map((side) => all(side.map((rule) => condition(rule, columns, reader, list))))))
    .join(' AND ')
  // The parameter is named even where no rule has a list: a statement has to use what it is given.
  return { sql: `(${mark} IS NOT NULL AND ${sql || 'TRUE'})`, parameter: JSON.stringify(lists) }
}

const all = (conditions: readonly string[]) => `(${conditions.join(' AND ') || 'TRUE'})`
const any = (conditions: readonly string[]) => `(${conditions.join(' OR ') || 'FALSE'})`

function condition(
  rule: FieldRule,
  columns: RuleColumns,
  reader: RuledReader,
  list: (values: unknown) => string,
): string {
  const column = Object.hasOwn(columns, rule.field) ? columns[rule.field] : undefined
  // What has no such field is outside of the rule.
  if (!column) return 'FALSE'
  if ('max' in rule) {
    const most = reader.minorUnits(rule.max)
    return most === undefined ? 'FALSE' : `${column.sql} <= ${most}`
  }
  if ('own' in rule) return `${column.sql} IN ${list([reader.actor])}`
  if ('allow' in rule) return matching(column, rule.allow, list)
  return `(${column.sql} IS NOT NULL AND NOT ${matching(column, rule.deny, list)})`
}

function matching(
  { sql, stored }: RuleColumn,
  patterns: readonly string[],
  list: (values: unknown) => string,
): string {
  if (stored) return `${sql} IN ${list(stored(patterns))}`
  const exact = patterns.filter((pattern) => !pattern.endsWith('*'))
  const starts = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1))
  const conditions = [
    ...(exact.length > 0 ? [`${sql} IN ${list(exact)}`] : []),
    ...(starts.length > 0
      ? [
          `EXISTS (SELECT 1 FROM ${list(starts)} AS start WHERE substr(${sql}, 1, length(start.value)) = start.value)`,
        ]
      : []),
  ]
  return any(conditions)
}
