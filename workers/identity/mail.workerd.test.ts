import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { sendMail } from './mail.ts'

const mail = { to: 'mia@kaffee.example', subject: 'Grüße', text: 'Hallo', html: '<p>Hallo</p>' }

describe('mail', () => {
  it('is handed to the platform where it is sent: text and HTML, from the deployment, answered by no machine', async () => {
    const sent: unknown[] = []
    const MAIL = { send: async (builder: unknown) => sent.push(builder) } as unknown as SendEmail
    await sendMail({ ...env, MAIL, MAILBOX: 'off', MAIL_FROM: 'no-reply@erp.example' }, 'eu', mail)
    expect(sent).toEqual([
      {
        ...mail,
        from: { name: 'Meridian', email: 'no-reply@erp.example' },
        headers: { 'Auto-Submitted': 'auto-generated' },
      },
    ])
  })

  it('is taken by the platform\u2019s binding as we hand it over', async () => {
    await expect(sendMail({ ...env, MAILBOX: 'off' }, 'eu', mail)).resolves.toBeUndefined()
  })

  it('is kept in the folder of its region where it is not sent', async () => {
    const to = `${crypto.randomUUID()}@kaffee.example`
    await sendMail(env, 'apac', { ...mail, to })
    const kept = await (await env.MAIL_FILES?.fetch('http://mail/'))?.json<{ to: string }[]>()
    expect(kept?.filter((each) => each.to === to)).toEqual([
      expect.objectContaining({ ...mail, to, region: 'apac' }),
    ])
  })
})
