import type { ReplyOf } from '../../kernel/contract.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext, Decision, Module } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import { voucherOf } from '../views.ts'
import { stored } from './coding.ts'
import type { DraftsContract, PostedDraft } from './contract.ts'
import type { Desk, OperationName } from './desk.ts'
import {
  type DraftsRefusal,
  decideChangeDraft,
  decideDiscardDraft,
  decideNewDraft,
  decidePostDrafts,
  draftPosted,
  postDraft,
  storedEntry,
} from './domain.ts'
import type { Draft } from './drafts.ts'
import type { DraftsQueries } from './queries.ts'
import { postedView, present, replying } from './replying.ts'
import { applied, dated, decideRetireTemplate, decideSaveTemplate } from './templating.ts'
import { templateView } from './views.ts'

type Commands = Module<DraftsContract>['commands']
type Decided<Name extends OperationName> = Decision<ReplyOf<DraftsContract, Name>> | DraftsRefusal

export type DraftCommandName =
  | 'SaveDraft'
  | 'PostDraft'
  | 'PostDrafts'
  | 'DiscardDraft'
  | 'SaveTemplate'
  | 'ApplyTemplate'
  | 'RetireTemplate'

/** Drafts and templates: what they decide, and what they reply. */
export function draftCommands(desk: Desk, queries: DraftsQueries): Pick<Commands, DraftCommandName> {
  const { chart, ledger, templates } = desk
  return {
    SaveDraft({ draft: id, version, entry: input }, context) {
      const outside = desk.outside(input, desk.sight(context, 'SaveDraft'), '/entry')
      if (outside) return outside
      const entry = storedEntry(input, chart)
      if (id === undefined) return newDraft(context, { entry })
      const draft = desk.draft(id, context, 'SaveDraft')
      if (isRefusal(draft)) return draft
      return replying(decideChangeDraft(draft, version, entry), () => saved(id, context))
    },
    PostDraft({ draft: id, version }, context) {
      const draft = desk.draft(id, context, 'PostDraft')
      if (isRefusal(draft)) return draft
      const visibility = desk.sight(context, 'PostDraft')
      const posting = ledger.begin(context, visibility)
      const entry = postDraft(posting, chart, draft, version)
      if (isRefusal(entry)) return entry
      return {
        events: [...posting.events, draftPosted(draft, entry.id)],
        reply: (recorded) => postedView(desk, recorded, visibility),
      }
    },
    PostDrafts({ drafts: ids, mode = 'atomic' }, context) {
      const drafts = ids.map((id) => desk.draft(id, context, 'PostDrafts'))
      const posting = ledger.begin(context, desk.sight(context, 'PostDrafts'))
      const results = decidePostDrafts(posting, chart, drafts, mode)
      if (isRefusal(results)) return results
      const posted = results.flatMap((entry, at) =>
        isRefusal(entry) ? [] : [{ at, entry, draft: drafts[at] as Draft }],
      )
      return {
        events: [...posting.events, ...posted.map(({ draft, entry }) => draftPosted(draft, entry.id))],
        pointerOf: (event) => pointerOf(posted, event),
        reply: () => ({
          posted: posted.length,
          refused: results.length - posted.length,
          results: results.map((result, at) => postedDraft(ids[at] as string, result)),
        }),
      }
    },
    DiscardDraft({ draft: id, reason }, context) {
      const draft = desk.draft(id, context, 'DiscardDraft')
      if (isRefusal(draft)) return draft
      return replying(decideDiscardDraft(draft, reason), () => saved(id, context))
    },
    SaveTemplate(input, context) {
      const visibility = desk.sight(context, 'SaveTemplate')
      const outside = desk.outside(input, visibility)
      if (outside) return outside
      const before = templates.find(input.code)
      if (before && !desk.seesTemplate(before, visibility, context.actor.id)) return codeTaken(input.code)
      return replying(decideSaveTemplate(chart, input, before, templates.count()), () =>
        templateOf(input.code),
      )
    },
    ApplyTemplate({ template: code, effectiveDate, ...amounts }, context) {
      const template = desk.template(code, context, 'ApplyTemplate')
      if (isRefusal(template)) return template
      const made = applied(chart, template, amounts)
      if (isRefusal(made)) return made
      const { lines, ...header } = dated(made, effectiveDate, chart)
      return newDraft(context, {
        entry: { ...header, lines: lines.map((line) => stored(line, chart)) },
        template: { code, version: template.version },
      })
    },
    RetireTemplate({ template: code, reason }, context) {
      const template = desk.template(code, context, 'RetireTemplate')
      if (isRefusal(template)) return template
      return replying(decideRetireTemplate(template, reason), () => templateOf(code))
    },
  }

  function newDraft(context: CommandContext, draft: Pick<Draft, 'entry' | 'template'>): Decided<'SaveDraft'> {
    const id = context.idAt('draft', context.nextSequence)
    return replying(decideNewDraft({ id, ...draft }, desk.drafts.countOpen()), () => saved(id, context))
  }

  function saved(id: string, context: CommandContext) {
    return queries.draftView(present(desk.drafts.find(id)), context)
  }

  function templateOf(code: string) {
    return templateView(chart, present(templates.find(code)))
  }
}

/** Whose code it is must not be told, only that it is somebody's. */
const codeTaken = (code: string): DraftsRefusal =>
  refuse('record_rule', `You may not change the template ${code}. Choose another code.`)

function postedDraft(draft: string, result: EntryPosted | DraftsRefusal): PostedDraft {
  if (!isRefusal(result))
    return { draft, status: 'posted', entry: result.id, number: result.number, voucher: voucherOf(result) }
  const { refused: code, detail, errors } = result
  return { draft, status: 'refused', problem: { code, detail, errors: errors.slice(0, ERRORS_A_DRAFT) } }
}

/** Of one draft in a reply that may have hundreds of them. */
const ERRORS_A_DRAFT = 5

const pointerOf = (posted: readonly { at: number; entry: EntryPosted }[], { data }: NewEvent): string => {
  const of = posted.find(({ entry }) => entry.id === (data as { id?: string }).id)
  return of ? `/drafts/${of.at}` : ''
}
