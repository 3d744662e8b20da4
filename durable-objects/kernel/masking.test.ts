import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { masked, maskedReply, maskOf } from './masking.ts'

const secret = z.string().meta({ sensitive: 'bank-details' })
const view = z.object({
  name: z.string(),
  accounts: z.array(z.object({ iban: secret.nullable().optional(), 'a/b': secret })),
  byName: z.record(z.string(), secret),
  choice: z.union([z.object({ iban: secret }), z.object({ none: z.literal(true) })]),
  pay: z.number().meta({ sensitive: 'salaries' }),
})
const value = {
  name: 'North',
  accounts: [{ iban: 'DE1', 'a/b': 'x' }, { 'a/b': 'y' }],
  byName: { main: 'DE2' },
  choice: { iban: 'DE3' },
  pay: 100,
}

describe('a mask', () => {
  it('replaces fields of a class by null, wherever they are, and says where', () => {
    expect(masked(view, value, 'ledger:read')).toEqual({
      value: {
        name: 'North',
        accounts: [{ iban: null, 'a/b': null }, { 'a/b': null }],
        byName: { main: null },
        choice: { iban: null },
        pay: null,
      },
      masked: [
        '/accounts/0/iban',
        '/accounts/0/a~1b',
        '/accounts/1/a~1b',
        '/byName/main',
        '/choice/iban',
        '/pay',
      ],
    })
  })

  it('leaves what the reader may read, and the value itself, as they are', () => {
    const before = structuredClone(value)
    expect(masked(view, value, '*')).toEqual({ value: before, masked: [] })
    expect(masked(view, value, 'field:bank-details').masked).toEqual(['/pay'])
    expect(masked(view, value, 'field:bank-details field:salaries').masked).toEqual([])
    expect(value).toEqual(before)
  })

  it('notes nothing where there was nothing', () => {
    const empty = { ...value, accounts: [{ iban: null, 'a/b': 'x' }], byName: {}, choice: { none: true } }
    expect(masked(view, empty, '').masked).toEqual(['/accounts/0/a~1b', '/pay'])
  })

  it('is not made for what has nothing sensitive', () => {
    expect(maskOf(z.object({ a: z.array(z.string()) }))).toBeUndefined()
    expect(maskedReply(z.object({ a: z.string() }), { a: 'x' }, '')).toBe('{"a":"x"}')
  })
})
