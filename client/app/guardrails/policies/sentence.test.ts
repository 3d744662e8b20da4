import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../../durable-objects/guardrails/contract.ts'
import { conditionPhrase, scopeOf, sentenceOf, type Words } from './sentence.ts'

const capital = (code: string) => code.charAt(0).toUpperCase() + code.slice(1)
const WORDS: Words = {
  command: (pattern) =>
    ({ 'ledger.PostJournalEntry': '“Post a journal entry”', '*': 'any command' })[pattern] ?? pattern,
  role: capital,
  person: (id) => ({ user_ada: 'Ada', user_ben: 'Ben' })[id] ?? id,
  policy: (code) => code,
  account: (code) => `${code} Bank`,
  amount: (decimal) => `${decimal} EUR`,
}

const POLICY: Policy = {
  code: 'four-eyes',
  name: 'Four eyes',
  commands: ['ledger.PostJournalEntry'],
  when: { field: 'amount', over: '10000.00' },
  effect: 'approve',
  reason: 'Large entries need a second person.',
  approval: { steps: [{ roles: ['owner', 'accountant'], count: 1 }] },
}

describe('a policy as a sentence', () => {
  it('says what is sent, when, and what becomes of it', () => {
    expect(sentenceOf(POLICY, WORDS)).toBe(
      'When somebody sends “Post a journal entry” and the amount is over 10000.00 EUR, it waits for approval by one Owner or Accountant.',
    )
  })

  it('says who is asked above which amount, who joins later, and when it ends', () => {
    const approval = {
      steps: [
        { roles: ['accountant'], count: 1 },
        { users: ['user_ada', 'user_ben'], count: 2, over: '50000.00' },
      ],
      escalateAfterHours: 24,
      escalateTo: ['owner'],
      expireAfterDays: 1,
    }
    expect(sentenceOf({ ...POLICY, when: undefined, approval }, WORDS)).toBe(
      'When somebody sends “Post a journal entry”, it waits for approval by one Accountant and also over 50000.00 EUR by two of Ada or Ben. After 24 hours Owner may approve too. Without a decision it lapses after 1 day.',
    )
  })

  it('says what is not allowed, and what an exception takes back', () => {
    expect(sentenceOf({ ...POLICY, commands: ['*'], when: undefined, effect: 'deny' }, WORDS)).toBe(
      'When somebody sends any command, it is not allowed.',
    )
    expect(
      sentenceOf({ ...POLICY, when: undefined, effect: 'allow', exempts: ['night', 'four-eyes'] }, WORDS),
    ).toMatch(/, the policies “night” and “four-eyes” do not apply\.$/)
  })

  it('can be read while it is written', () => {
    expect(sentenceOf({ commands: [], effect: 'approve', approval: { steps: [] } }, WORDS)).toBe(
      'When somebody sends …, it waits for approval by ….',
    )
  })

  it('in a list begins with what it applies to', () => {
    expect(scopeOf({ ...POLICY, commands: ['*'] }, WORDS)).toBe(
      'Any command, if the amount is over 10000.00 EUR',
    )
  })
})

describe('conditions in words', () => {
  const phrase = (when: Policy['when']) => conditionPhrase(when, WORDS)

  it('puts brackets where "and" meets "or"', () => {
    expect(
      phrase({
        all: [
          { field: 'amount', atLeast: '5.00' },
          {
            any: [
              { field: 'account', is: '1010' },
              { field: 'journal', in: ['GJ', 'BANK'] },
            ],
          },
        ],
      }),
    ).toBe('the amount is at least 5.00 EUR and (an account is 1010 Bank or the journal is GJ or BANK)')
  })

  it('says "not so" for none of several, and "not" for one', () => {
    expect(
      phrase({
        not: {
          any: [
            { field: 'reference', present: true },
            { field: 'amount', under: '1' },
          ],
        },
      }),
    ).toBe('it is not so that the reference is given or the amount is under 1 EUR')
    expect(phrase({ not: { field: 'actor.roles', is: 'owner' } })).toBe('a role of the person is not Owner')
  })

  it('tells the time in its zone', () => {
    const zone = 'Europe/Berlin'
    expect(
      phrase({
        any: [
          { field: 'time.hour', atLeast: 20, zone },
          { field: 'time.hour', under: 6, zone },
        ],
      }),
    ).toBe('it is 20:00 or later in Europe/Berlin or it is before 06:00 in Europe/Berlin')
    expect(phrase({ field: 'time.weekday', in: [6, 7], zone })).toBe(
      'it is Saturday or Sunday in Europe/Berlin',
    )
  })

  it('tells what a meter adds up', () => {
    expect(
      phrase({ meter: { of: 'sum', by: ['actor', 'account'], accounts: ['70*'], days: 7 }, over: '9000.00' }),
    ).toBe(
      'the sum of amounts by the same person and account (accounts like 70*) within 7 days is over 9000.00 EUR',
    )
    expect(phrase({ meter: { of: 'count', by: [], days: 1 }, atLeast: 3 })).toBe(
      'the number of records on one day is at least 3',
    )
  })

  it('names a field of the input by its place', () => {
    expect(phrase({ field: 'input.lines[].memo', matches: '*cash*' })).toBe(
      'the memo in one of its lines is like “*cash*”',
    )
  })
})
