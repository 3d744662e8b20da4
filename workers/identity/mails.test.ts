import { describe, expect, it } from 'vitest'
import {
  alreadySignedUpMail,
  invitationMail,
  passwordChangedMail,
  resetMail,
  signInLinkMail,
  signUpMail,
} from './mails.ts'

const from = { device: 'Firefox on Linux', address: '203.0.113.7', country: 'DE' }
const request = {
  origin: 'https://erp.example',
  region: 'eu',
  token: 'abc_-123',
  to: 'mia@kaffee.example',
  from,
} as const
const HOSTILE = '<img src=x onerror=alert(1)>\r\nBcc: all@example.com\u2028"Your bank"'

describe('every mail', () => {
  const mails = [
    signUpMail({ ...request, tenant: HOSTILE }),
    alreadySignedUpMail(request),
    signInLinkMail(request),
    resetMail(request),
    passwordChangedMail(request),
    invitationMail({ ...request, tenant: HOSTILE, invitedBy: HOSTILE, message: HOSTILE, expiresAtMs: 0 }),
  ]

  it.each(mails.map((mail) => [mail.subject, mail] as const))(
    '"%s" says who asked, from where and when, as text and as HTML',
    (_, mail) => {
      for (const body of [mail.text, mail.html]) {
        expect(body).toContain('with Firefox on Linux, in DE, from 203.0.113.7')
        expect(body).toMatch(/on \d{4}-\d{2}-\d{2} at \d{2}:\d{2} UTC/)
        expect(body).toContain('https://erp.example/')
      }
    },
  )

  it.each(mails.map((mail) => [mail.subject, mail] as const))(
    '"%s" has no HTML that a user wrote',
    (_, mail) => {
      expect(mail.html).not.toContain('<img')
      expect(
        mail.html.match(/<[^>]*>/g)?.every((tag) => /^<(!doctype html|\/?(html|body|p|a)[^<>]*)>$/.test(tag)),
      ).toBe(true)
      expect(mail.subject).not.toMatch(/[\r\n\u2028]/)
      expect(mail.text).not.toMatch(/^Bcc:/m)
    },
  )
})

describe('a link', () => {
  it('leads to a page of ours with the token and the region', () => {
    expect(signInLinkMail(request).text).toContain(
      'https://erp.example/sign-in/link?token=abc_-123&region=eu\n',
    )
    expect(resetMail(request).html).toContain(
      'href="https://erp.example/password/reset?token=abc_-123&amp;region=eu"',
    )
  })

  it('says for how long it works', () => {
    expect(signUpMail({ ...request, tenant: 'X' }).text).toContain('for 24 hours')
    expect(signInLinkMail(request).text).toContain('for 15 minutes')
    expect(resetMail(request).text).toContain('for one hour')
  })
})
