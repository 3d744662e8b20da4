import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../kernel/limits.ts'
import { decideAttach, decideDetach } from './domain.ts'

const document = {
  id: 'att_1',
  record: 'je_1',
  sha256: 'a',
  name: 'a.pdf',
  type: 'application/pdf',
  bytes: 1,
}
const known = (attached: [string, string][] = [], isInRemoval = false) => ({
  attached: new Map(attached),
  isInRemoval,
})
const full = Array.from({ length: LIMITS.attachmentsARecordMax }, (_, index): [string, string] => [
  `${index}`,
  `att_${index}`,
])

describe('attaching a file', () => {
  it('is an event that carries the hash', () => {
    expect(decideAttach(document, known())).toEqual([
      { type: 'document-attached', version: 1, data: document },
    ])
  })

  it('that is there already is none, also where the record is full', () => {
    expect(decideAttach({ ...document, sha256: '3' }, known(full, true))).toEqual([])
  })

  it('is refused past the limit, and while the same content is removed', () => {
    expect(decideAttach(document, known(full))).toMatchObject({ refused: 'too_many_attachments' })
    expect(decideAttach(document, known([], true))).toMatchObject({ refused: 'document_in_removal' })
  })
})

it('a file is detached once, with its reason', () => {
  expect(decideDetach('att_1', false, 'Wrong')).toEqual([
    { type: 'document-detached', version: 1, data: { id: 'att_1', reason: 'Wrong' } },
  ])
  expect(decideDetach('att_1', true, 'Wrong')).toMatchObject({ refused: 'already_detached' })
})
