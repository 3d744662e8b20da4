import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { Env } from '../regions.ts'

/** One mail, as text and as the same in HTML, made by `mails.ts`. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

/**
 * The way out for mail. Where the deployment keeps its mails as files (development, tests) they go into the region's folder;
 * else the platform sends them, and makes MIME of them.
 */
export async function sendMail(env: Env, region: Region, mail: Mail): Promise<void> {
  if (env.MAILBOX === 'on' && env.MAIL_FILES) {
    const response = await env.MAIL_FILES.fetch(`http://mail/${region}`, {
      method: 'POST',
      body: JSON.stringify(mail),
    })
    if (!response.ok) throw new Error(`the mail was not kept: ${response.status}`)
    return
  }
  await env.MAIL.send({
    from: { name: 'Meridian', email: env.MAIL_FROM },
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    // An answer from another machine is asked for by nobody (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
}
