import { describe, expect, it } from 'vitest'
import { documentType, isOfType } from './file-types.ts'
import { uploadKey, uploadOf } from './keys.ts'
import { contentDisposition, safeName } from './names.ts'
import { rangeOf } from './range.ts'

const bytes = (...values: number[]) => new Uint8Array(values)
const text = (value: string) => new TextEncoder().encode(value)

describe('the type of a file', () => {
  it.each([
    [undefined, 'a.PDF', 'application/pdf'],
    ['application/octet-stream', 'a.jpeg', 'image/jpeg'],
    ['', 'mail.eml', 'message/rfc822'],
    ['text/xml; charset=utf-8', 'a', 'application/xml'],
    ['image/jpg', 'a.png', 'image/jpeg'],
    [undefined, 'a.html', undefined],
    ['text/html', 'a.txt', undefined],
    ['constructor', 'a', undefined],
    [undefined, 'a.toString', undefined],
    [undefined, 'a.svg', undefined],
    [undefined, 'pdf', undefined],
  ])('%s and %s: %s', (said, name, type) => expect(documentType(said, name)).toBe(type))

  it.each([
    ['application/pdf', text('%PDF-1.7'), true],
    ['application/pdf', text('\n%PDF-1.7'), true],
    ['application/pdf', text('PDF'), false],
    ['image/png', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), true],
    ['image/png', bytes(0xff, 0xd8, 0xff), false],
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0), true],
    ['image/webp', text('RIFF1234WEBPVP8 '), true],
    ['image/webp', text('RIFF1234WAVEfmt '), false],
    ['image/heic', text('\0\0\0\x18ftypheic'), true],
    ['image/heic', text('\0\0\0\x18ftypisom'), false],
    ['application/zip', text('PK\x03\x04'), true],
    ['application/zip', text('PK\x05\x06'), true],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', text('PK\x03\x04'), true],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', text('%PDF-'), false],
    ['application/xml', text('\ufeff<?xml version="1.0"?><a/>'), true],
    ['application/xml', text('a < b'), false],
    ['application/xml', text('<!DOCTYPE html><script>'), false],
    ['message/rfc822', text('From: a@b\r\n\r\nHello'), true],
    ['message/rfc822', text('Hello'), false],
    ['text/csv', text('a;b\n1;ü'), true],
    ['text/csv', bytes(0x61, 0x3b, 0xfc), true],
    ['text/csv', bytes(0xff, 0xfe, 0x61, 0x00), true],
    ['text/plain', bytes(0x4d, 0x5a, 0x00), false],
    ['text/plain', text('PK\x03\x04'), false],
  ] as const)('%s of %j: %s', (type, head, isGood) => expect(isOfType(type, head)).toBe(isGood))
})

describe('the name of a file', () => {
  it.each([
    ['Rechnung März.pdf', 'Rechnung März.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\temp\\a.pdf', 'a.pdf'],
    ['evil.exe', 'evil.exe.pdf'],
    ['a\u202efdp.exe', 'afdp.exe.pdf'],
    ['a"b<c>.pdf', 'a_b_c_.pdf'],
    ['.pdf', 'pdf.pdf'],
    ['...', 'file.pdf'],
    ['领收书.pdf', '领收书.pdf'],
    ['u\u0308.pdf', 'ü.pdf'],
    ['/', 'file.pdf'],
  ])('%j is kept as %j', (given, kept) => expect(safeName(given, 'application/pdf')).toBe(kept))

  it('ends before it is too long, and not within a character', () => {
    const name = safeName(`a${'😀'.repeat(150)}.pdf`, 'application/pdf')
    expect(name.length).toBeLessThanOrEqual(200)
    expect(name.endsWith('.pdf')).toBe(true)
    expect(name.isWellFormed()).toBe(true)
  })

  it('travels in a header in both forms', () => {
    expect(contentDisposition(`März "1" 100%'s.pdf`)).toBe(
      `attachment; filename="M_rz _1_ 100_'s.pdf"; filename*=UTF-8''M%C3%A4rz%20%221%22%20100%25%27s.pdf`,
    )
  })
})

it.each([
  [undefined, undefined],
  ['bytes=0-3', { offset: 0, length: 4 }],
  ['bytes=6-', { offset: 6, length: 4 }],
  ['bytes=-3', { offset: 7, length: 3 }],
  ['bytes=-99', { offset: 0, length: 10 }],
  ['bytes=8-99', { offset: 8, length: 2 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=5-2', undefined],
  ['bytes=0-1,3-4', undefined],
  ['bytes=-', undefined],
  ['lines=1-2', undefined],
])('range %s of ten bytes', (header, range) => expect(rangeOf(header, 10)).toEqual(range))

it('an upload is told by its key', () => {
  const sha256 = 'a'.repeat(64)
  expect(uploadOf(uploadKey('tn_1', 'co_1', sha256))).toEqual({ tenant: 'tn_1', company: 'co_1', sha256 })
  expect(uploadOf(uploadKey('tn_1', 'co_1', 'req_1'))).toMatchObject({ sha256: undefined })
  for (const key of ['uploads/tn_1', 'uploads/a/b/c/d', `tn_1/co_1/${sha256}`])
    expect(uploadOf(key)).toBeUndefined()
})
