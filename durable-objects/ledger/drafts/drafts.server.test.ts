import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, accepted, expectProblem, type Reply, request, until } from '../../../tests/support/api.ts'
import { Company, changingNothing, type Page } from '../../../tests/support/company.ts'
import { knowSchemas, type Schema, violations } from '../../../tests/support/json-schema.ts'
import { OwnServer } from '../../../tests/support/own-server.ts'
import { operations, pathOf } from '../../../workers/contracts.ts'
import type { DraftView, OccurrenceView, ReversalView, ScheduleView, TemplateView } from './contract.ts'

/** Drafts, schedules, reversals and files over HTTP: every reply is what the API's description says of it. */

interface Described {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

let server: OwnServer
let api: Api
let company: Company
let document: {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}
const seen = new Set<string>()

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
  company = await Company.open(api)
  document = accepted(await request<typeof document>(`${server.url}/v1/openapi.json`))
  knowSchemas(document.components.schemas)
})

afterAll(() => server?.stop())

/** The body of a reply that fits contract and description. */
function described<Body>(name: string, reply: Reply): Body {
  const named = operations().find((each) => `${each.module}.${each.name}` === name)
  if (!named) throw new Error(`there is no operation ${name}`)
  const { operation } = named
  expect([name, reply.status, reply.text.slice(0, 500)]).toEqual([name, operation.status, expect.any(String)])
  const content =
    document.paths[pathOf(operation)]?.[operation.method.toLowerCase()]?.responses[operation.status]?.content
  expect(violations(content?.['application/json']?.schema, reply.body)).toEqual([])
  expect(operation.reply.safeParse(reply.body)).toMatchObject({ success: true })
  seen.add(name)
  return reply.body as Body
}

const get = async <Body>(name: string, path: string): Promise<Body> =>
  described(name, await company.get(path))
const post = async <Body>(name: string, path: string, body: unknown = {}): Promise<Body> =>
  described(name, await company.post(path, body))

const lines = [
  { account: '1000', debit: '10.00' },
  { account: '4000', credit: '10.00' },
]
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('drafts', () => {
  it('are saved, listed, posted one by one and together, and discarded', async () => {
    const save = (entry: object, more: object = {}) =>
      post<DraftView>('drafts.SaveDraft', '/drafts', { entry, ...more })
    const first = await save({ description: 'First', lines: [lines[0]] })
    expect(first.problems.map(({ pointer }) => pointer)).toEqual(['/effectiveDate', '/lines'])
    await changingNothing(company, async () => {
      const posting = await company.post(`/drafts/${first.id}/post`, {})
      expect(expectProblem(posting, 422, 'draft_incomplete').errors).toEqual(first.problems)
    })
    const whole = {
      effectiveDate: '2026-03-31',
      description: 'First',
      reference: 'R-1',
      tags: { a: 'b' },
      lines,
    }
    await save(whole, { draft: first.id, version: 1 })
    const others = [await save(whole), await save(whole), await save({})]
    await get('drafts.GetDraft', `/drafts/${first.id}`)
    const page = await get<Page<DraftView>>('drafts.ListDrafts', '/drafts?limit=2')
    expect(page.data).toHaveLength(2)
    expect(await company.all('/drafts')).toHaveLength(4)
    await post('drafts.PostDraft', `/drafts/${first.id}/post`, { version: 2 })
    expectProblem(await company.post(`/drafts/${first.id}/post`, {}), 409, 'draft_posted')
    const drafts = others.map(({ id }) => id)
    const many = await post<{ posted: number }>('drafts.PostDrafts', '/drafts/post', {
      drafts,
      mode: 'independent',
    })
    expect(many).toMatchObject({ posted: 2, refused: 1 })
    await post('drafts.DiscardDraft', `/drafts/${drafts[2]}/discard`, { reason: 'Empty' })
  })

  it('that two people post at the same moment are posted once', async () => {
    const entry = { effectiveDate: '2026-03-31', lines }
    const { id } = await post<DraftView>('drafts.SaveDraft', '/drafts', { entry })
    const before = (await company.entries()).length
    const replies = await Promise.all(Array.from({ length: 8 }, () => company.post(`/drafts/${id}/post`, {})))
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
    expect(await company.entries()).toHaveLength(before + 1)
  })

  it('come of templates', async () => {
    const template = {
      code: 'rent',
      name: 'Rent',
      description: 'Rent {yyyy}-{mm}',
      reverse: 'next-day',
      lines: [
        { account: '1000', side: 'debit', percent: '100', memo: '{mm}' },
        { account: '4000', side: 'credit', variable: 'amount', dimensions: {} },
      ],
    }
    await post<TemplateView>('drafts.SaveTemplate', '/entry-templates', template)
    await get('drafts.ListTemplates', '/entry-templates')
    await get('drafts.GetTemplate', '/entry-templates/rent')
    const applying = { effectiveDate: '2026-03-31', amount: '12.34' }
    const draft = await post<DraftView>('drafts.ApplyTemplate', '/entry-templates/rent/apply', applying)
    expect(draft).toMatchObject({
      isReady: true,
      entry: { description: 'Rent 2026-03', reverseOn: '2026-04-01' },
    })
    await post('drafts.RetireTemplate', '/entry-templates/rent/retire', { reason: 'Over' })
  })
})

describe('schedules', () => {
  it('book by themselves, keep what is refused, and are paused, resumed and ended', async () => {
    const wanted = { rrule: 'FREQ=DAILY;COUNT=2', start: dayFromNow(-1) }
    await post('drafts.PreviewSchedule', '/schedules/preview', wanted)
    const entry = { description: 'Rent {yyyy}', lines }
    await post('drafts.ScheduleEntry', '/schedules', { name: 'Good', entry, ...wanted })
    const odd = { lines: [lines[0], { account: '4000', credit: '9.00' }] }
    const bad = await post<ScheduleView>('drafts.ScheduleEntry', '/schedules', {
      name: 'Bad',
      entry: odd,
      rrule: 'FREQ=DAILY;COUNT=9',
      start: dayFromNow(-1),
    })
    expect(bad.problems).toMatchObject([{ code: 'unbalanced_entry' }])
    const settled = await until('both dates of both schedules', async () => {
      const { data } = accepted(await company.get<Page<OccurrenceView>>('/occurrences'))
      return data.length === 4 ? data : undefined
    })
    expect(settled.map(({ status }) => status).sort()).toEqual(['booked', 'booked', 'refused', 'refused'])
    await get('drafts.ListOccurrences', '/occurrences')
    await get('drafts.ListSchedules', '/schedules')
    await get('drafts.GetSchedule', `/schedules/${bad.id}`)
    const at = `/schedules/${bad.id}/occurrences/${dayFromNow(-1)}`
    expectProblem(await company.post(`${at}/run`, {}), 422, 'unbalanced_entry')
    await post('drafts.SkipOccurrence', `${at}/skip`, { reason: 'Wrong' })
    await post('drafts.PauseSchedule', `/schedules/${bad.id}/pause`)
    await post('drafts.ResumeSchedule', `/schedules/${bad.id}/resume`)
    await post('drafts.EndSchedule', `/schedules/${bad.id}/end`)
  })

  it('that were refused are booked on command', async () => {
    const heading = { code: '1900', name: 'Clearing', type: 'asset' }
    accepted(await company.post('/accounts', heading))
    accepted(await company.post('/accounts/1900/deactivate', {}))
    const entry = {
      lines: [
        { account: '1900', debit: '1.00' },
        { account: '4000', credit: '1.00' },
      ],
    }
    const start = dayFromNow(0)
    const { id } = await post<ScheduleView>('drafts.ScheduleEntry', '/schedules', {
      name: 'Clearing',
      entry,
      rrule: 'FREQ=DAILY;COUNT=1',
      start,
    })
    await until('the refusal', async () => {
      const { data } = accepted(await company.get<Page<OccurrenceView>>(`/occurrences?schedule=${id}`))
      return data[0]?.status === 'refused' ? true : undefined
    })
    accepted(await company.post('/accounts/1900/reactivate', {}))
    await post('drafts.RunOccurrence', `/schedules/${id}/occurrences/${start}/run`)
  })
})

it('entries that reverse themselves are listed, reversed now, or not at all', async () => {
  const ids: string[] = []
  for (let index = 0; index < 2; index++)
    ids.push(
      accepted(await company.postEntry({ effectiveDate: '2026-03-31', reverseOn: '2999-01-01', lines })).id,
    )
  await post('drafts.CancelReversal', `/reversals/${ids[0]}/cancel`, { reason: 'Stays' })
  await post('drafts.RunReversal', `/reversals/${ids[1]}/run`, { effectiveDate: '2026-04-01' })
  const { data } = await get<Page<ReversalView>>('drafts.ListReversals', '/reversals?from=2999-01-01')
  expect(data.map(({ status }) => status)).toEqual(['cancelled', 'reversed'])
})

it('files are attached, listed, counted, shown and detached', async () => {
  const record = accepted(await company.postEntry({ effectiveDate: '2026-03-31', lines })).id
  const path = `${company.path}/attachments?record=${record}&name=a.pdf`
  const { id } = described<{ id: string }>(
    'attachments.AttachDocument',
    await api.send('POST', path, '%PDF-1.7', 'binary'),
  )
  await get('attachments.ListAttachments', `/attachments?record=${record}`)
  await get('attachments.CountAttachments', `/attachments/counts?records=${record}`)
  await get('attachments.GetAttachment', `/attachments/${id}`)
  await post('attachments.DetachDocument', `/attachments/${id}/detach`, { reason: 'Wrong' })
})

it('no reply of these was left out', () => {
  const all = operations().filter(({ module }) => module === 'drafts' || module === 'attachments')
  const names = all.map(({ module, name }) => `${module}.${name}`)
  // What is no JSON is looked at where files are.
  expect(names.filter((name) => !seen.has(name))).toEqual(['attachments.DownloadAttachment'])
})

it('and the books are sound', async () => {
  const audit = accepted(await company.get<{ checks: { ok: boolean }[] }>('/audit?replay=true'))
  expect(audit.checks.filter(({ ok }) => !ok)).toEqual([])
})
