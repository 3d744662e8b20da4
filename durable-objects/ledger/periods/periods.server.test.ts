import { beforeAll, describe, expect, inject, it } from 'vitest'
import { Api, accepted, expectProblem, pointers, type Reply } from '../../../tests/support/api.ts'
import { Company, changingNothing, sale } from '../../../tests/support/company.ts'
import { type ExceptionView, periodsContract, type YearView } from './contract.ts'

/** Locks, exceptions and closing over HTTP: every command's reply is what the contract says. */

let company: Company

beforeAll(async () => {
  company = await Company.open(new Api(inject('baseUrl'), inject('apiKey')))
  const retained = { code: '3000', name: 'Retained earnings', type: 'equity' }
  accepted(await company.post('/accounts', retained))
  accepted(await company.post('/account-roles', { roles: { retainedEarnings: '3000' } }))
})

/** Sends a command, and checks status and reply against its contract. */
async function does<Body>(
  name: keyof typeof periodsContract.operations,
  path: string,
  body: object = {},
): Promise<Body> {
  const { reply, status } = periodsContract.operations[name]
  const answer: Reply<Body> = await company.post<Body>(path, body)
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)])
  expect(reply.safeParse(answer.body)).toMatchObject({ success: true })
  return answer.body
}

const soon = () => new Date(Date.now() + 3_600_000).toISOString()

it('a locked period says which field, until when, and the first open date', async () => {
  await does('SetLock', '/period-locks', { kind: 'all', through: '2026-03-31' })
  const problem = expectProblem(
    await changingNothing(company, () => company.postEntry(sale())),
    423,
    'period_locked',
  )
  expect(pointers(problem)).toEqual(['/effectiveDate'])
  expect(problem.detail).toContain('The first open date is 2026-04-01.')
  accepted(await company.postEntry(sale('10.00', { effectiveDate: '2026-04-01' })))
  await does('SetLock', '/period-locks', { kind: 'all', through: null, reason: 'Opened again.' })
})

it('an exception is granted and revoked', async () => {
  const grant = {
    actor: 'user_ann',
    kind: 'all',
    from: '2026-01-01',
    to: '2026-01-31',
    until: soon(),
    reason: 'A late invoice.',
  }
  const { id, status } = await does<ExceptionView>('GrantException', '/lock-exceptions', grant)
  expect(status).toBe('active')
  const revoked = await does<ExceptionView>('RevokeException', `/lock-exceptions/${id}/revoke`)
  expect(revoked.status).toBe('revoked')
  const never = { ...grant, until: 'tomorrow' }
  const problem = expectProblem(await company.post('/lock-exceptions', never), 422, 'invalid_request')
  expect(pointers(problem)).toEqual(['/until'])
})

describe('a fiscal year', () => {
  it('is opened and taken back', async () => {
    const short = { code: 'short', from: '2020-01-01', to: '2020-06-30', periods: 'quarters' }
    await does('OpenFiscalYear', '/fiscal-years', short)
    await does('RemoveFiscalYear', '/fiscal-years/short/remove')
    expectProblem(await company.get('/fiscal-years/short'), 404, 'fiscal_year_not_found')
  })

  it('is closed with an entry and reopened', async () => {
    accepted(await company.postEntry(sale('25.00', { effectiveDate: '2025-05-05' })))
    const close = { closingEntry: true, note: 'Audited.' }
    const closed = await does<YearView>('CloseFiscalYear', '/fiscal-years/2025/close', close)
    expect(closed.net).toBe('25.00')
    const [entry] = closed.closingEntries
    expectProblem(await company.post(`/journal-entries/${entry}/reverse`, {}), 409, 'closing_entry')
    const reopened = await does<YearView>('ReopenFiscalYear', '/fiscal-years/2025/reopen', {
      reason: 'A further accrual.',
    })
    expect(reopened.status).toBe('open')
  })
})

it('a checklist item is defined, checked off, taken back and dropped', async () => {
  const item = { code: 'petty-cash', title: 'Count the petty cash', every: 'period' }
  await does('DefineChecklistItem', '/checklist-items', item)
  await does('CheckOff', '/periods/2026-P01/check-off', { code: 'petty-cash', note: 'By Ann.' })
  await does('Uncheck', '/periods/2026-P01/uncheck', { code: 'petty-cash' })
  await does('DropChecklistItem', '/checklist-items/petty-cash/drop')
})

it('every command of periods is tried here or by its example', () => {
  const here = ['GrantException', 'RevokeException', 'RemoveFiscalYear', 'DropChecklistItem']
  const left = Object.entries(periodsContract.operations)
    .filter(([, operation]) => operation.kind === 'command' && !('example' in operation))
    .map(([name]) => name)
  expect(left.filter((name) => !here.includes(name))).toEqual([])
})
