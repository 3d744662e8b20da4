import type { Actor } from '../../kernel/module.ts'
import type { Desk } from './desk.ts'

/** What a person recognises a command by, in a list of those that wait. */
export function titleOf(desk: Desk, command: string, input: unknown, actor: Actor): string | undefined {
  const { name, draft, drafts, schedule, template, entry, date, effectiveDate } = input as Input
  const context = { actor, nowMicros: 0 }
  switch (command) {
    case 'SaveTemplate':
    case 'ScheduleEntry':
      return name
    case 'SaveDraft':
      return typeof entry === 'object' ? entry.description || entry.reference : undefined
    case 'PostDraft':
    case 'DiscardDraft':
      return draft === undefined ? undefined : titleOfDraft(draft)
    case 'PostDrafts': {
      const [first = ''] = drafts ?? []
      const count = drafts?.length ?? 0
      return count === 1 ? titleOfDraft(first) : `${count} drafts`
    }
    case 'ApplyTemplate':
    case 'RetireTemplate': {
      const record = desk.template(template ?? '', context, 'GetTemplate')
      const title = 'refused' in record ? template : record.template.name
      return effectiveDate === undefined ? title : `${title} ${effectiveDate}`
    }
    case 'RunReversal':
    case 'CancelReversal':
    case 'ReverseDueEntry':
      return typeof entry === 'string' ? titleOfEntry(entry) : undefined
    default: {
      const of = schedule === undefined ? undefined : desk.schedule(schedule, context, 'GetSchedule')
      if (!of || 'refused' in of) return undefined
      return date === undefined ? of.name : `${of.name} ${date}`
    }
  }

  function titleOfDraft(id: string): string | undefined {
    const of = desk.draft(id, context, 'GetDraft')
    return 'refused' in of ? undefined : of.entry.description || of.entry.reference
  }

  function titleOfEntry(id: string): string | undefined {
    const found = desk.ledger.entries.find(id)
    const visibility = desk.sight(context, 'ListReversals')
    const isHidden = found && visibility && !visibility.sightOf({ ...found.event, author: found.event.actor })
    return isHidden ? undefined : found?.description || found?.reference
  }
}

interface Input {
  name?: string
  draft?: string
  drafts?: string[]
  schedule?: string
  template?: string
  entry?: string | { description?: string; reference?: string }
  date?: string
  effectiveDate?: string
}
