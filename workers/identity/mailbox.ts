import { type Context, Hono } from 'hono'
import type { Edge } from '../edge.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { escapeHtml } from './html.ts'
import type { Mail } from './mail.ts'

/** Mails that were kept instead of sent, for a developer to open. Only where MAILBOX is on. */
export const mailboxRoutes = new Hono<Edge>()

interface KeptMail extends Mail {
  id: string
  region: string
  at: string
}

mailboxRoutes.use('/dev/*', async (c, next) => {
  if (c.env.MAILBOX === 'on' && c.env.MAIL_FILES) return next()
  return problem(c, edgeRefusal('route_not_found', 'This deployment sends its mails.'))
})

mailboxRoutes.get('/dev/mailbox.json', async (c) => {
  const mails = await keptMails(c)
  return c.json({ data: mails.map((mail) => ({ ...mail, links: linksOf(mail.text) })) })
})

mailboxRoutes.get('/dev/mailbox', async (c) => {
  const mails = await keptMails(c)
  const articles = mails.map(
    (mail) =>
      `<article><h2>${escapeHtml(mail.subject)}</h2><p>To ${escapeHtml(mail.to)} · ${escapeHtml(mail.at)} · ${escapeHtml(mail.region)}</p><pre>${linked(mail.text)}</pre></article>`,
  )
  const body = articles.join('') || '<p>No mail yet.</p>'
  return c.html(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mailbox · Meridian</title></head><body><main><h1>Mailbox</h1><p>Mails that this development server would have sent, the newest first.</p>${body}</main></body></html>`,
  )
})

async function keptMails(c: Context<Edge>): Promise<KeptMail[]> {
  const to = c.req.query('to')?.trim().toLowerCase()
  const response = await c.env.MAIL_FILES?.fetch('http://mail/')
  const mails = (await response?.json()) as KeptMail[]
  return mails.filter((mail) => to === undefined || mail.to.toLowerCase() === to)
}

const LINK = /https?:\/\/[^\s"]+/g
const linksOf = (text: string): string[] => text.match(LINK) ?? []
const linked = (text: string): string =>
  escapeHtml(text).replaceAll(LINK, (url) => `<a href="${url}">${url}</a>`)
