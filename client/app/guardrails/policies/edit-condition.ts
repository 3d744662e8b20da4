import {
  emptyGroup,
  emptyRow,
  type Group,
  type Match,
  type Node,
  type Row,
  wholeNumber,
} from './condition-form.ts'

/** What can be done to a condition in the form, and what its rows still lack. Pure. */

export type ConditionChange =
  | { type: 'add'; group: number; what: 'row' | 'group' }
  | { type: 'remove'; key: number }
  | { type: 'match'; key: number; match: Match }
  | { type: 'row'; row: Row }

export function editCondition(root: Group, change: ConditionChange): Group {
  switch (change.type) {
    case 'add': {
      const key = highestKey(root) + 1
      const added: Node =
        change.what === 'row'
          ? emptyRow(key)
          : { ...emptyGroup(key, 'any'), items: [emptyRow(key + 1), emptyRow(key + 2)] }
      return mapGroups(root, (group) =>
        group.key === change.group ? { ...group, items: [...group.items, added] } : group,
      )
    }
    case 'remove':
      return mapGroups(root, (group) => ({
        ...group,
        items: group.items.filter(({ key }) => key !== change.key),
      }))
    case 'match':
      return mapGroups(root, (group) =>
        group.key === change.key ? { ...group, match: change.match } : group,
      )
    case 'row':
      return mapGroups(root, (group) => ({
        ...group,
        items: group.items.map((item) => (item.key === change.row.key ? change.row : item)),
      }))
    default:
      return change satisfies never
  }
}

function mapGroups(group: Group, change: (group: Group) => Group): Group {
  const changed = change(group)
  return {
    ...changed,
    items: changed.items.map((item) => (item.kind === 'group' ? mapGroups(item, change) : item)),
  }
}

const highestKey = (node: Node): number =>
  node.kind === 'group' ? Math.max(node.key, ...node.items.map(highestKey)) : node.key

export function rowsOf(node: Node): Row[] {
  return node.kind === 'group' ? node.items.flatMap(rowsOf) : [node]
}

/** What a row lacks before it can be sent at all; the contract checks the rest. */
export function lackOf(row: Row): string | undefined {
  if (row.kind === 'kept') return undefined
  if (row.kind === 'field' && (row.comparison === 'given' || row.comparison === 'notGiven')) return undefined
  if (row.values.length === 0 || row.values.every((value) => value.trim() === ''))
    return row.kind === 'field' && (row.comparison === 'in' || row.comparison === 'notIn')
      ? 'Name at least one value.'
      : 'Say what it is compared with.'
  if (row.kind === 'meter' && !(wholeNumber(row.days) >= 1)) return 'Write the days as a whole number.'
  return undefined
}
