import { Status, Tag } from '../../ui/status.tsx'
import type { Account } from '../queries.ts'
import { CONTROL_NAMES } from './names.ts'

type Marked = Pick<Account, 'isOpenItem' | 'control' | 'tax' | 'isHeading'> &
  Partial<Pick<Account, 'unit' | 'sensitivity' | 'isActive'>>

/** What is special about an account, in words. */
export function Marks({ account }: { account: Marked }) {
  const { isOpenItem, control, tax, unit, sensitivity, isHeading, isActive = true } = account
  return (
    <span className="flex flex-wrap gap-1 empty:hidden">
      {!isActive && <Status tone="neutral">Not used</Status>}
      {isHeading && <Tag>Heading</Tag>}
      {unit && <Tag>{unit} only</Tag>}
      {isOpenItem && <Tag>Open items</Tag>}
      {control && <Tag>Control: {CONTROL_NAMES[control].toLowerCase()}</Tag>}
      {tax && <Tag>Tax {tax}</Tag>}
      {sensitivity && <Tag>Salaries</Tag>}
    </span>
  )
}
