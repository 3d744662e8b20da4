import { IDENTITY } from '../../d1/identity/limits.ts'
import { canonicalJson } from '../../durable-objects/kernel/canonical.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { PublishedRoot } from '../../queues/consumers/publication.ts'
import type { Facts } from './facts.ts'
import { escapeHtml } from './html.ts'
import type { Mail } from './mail.ts'

/** The texts of all mails. Each says who asked, from where, and until when its link works. */
interface Request {
  origin: string
  region: Region
  token: string
  to: string
  from: Facts
}

export const signUpMail = (request: Request & { tenant: string }): Mail =>
  compose(request.to, 'Confirm your e-mail address', [
    `Somebody, probably you, signed up to Meridian with this address, to keep the books of "${oneLine(request.tenant)}".`,
    link('Confirm the address and open Meridian', request, '/sign-up/confirm'),
    `The link works once, for ${duration(IDENTITY.signUpLinkMs)}. Nothing exists before it is opened.`,
    asked(request.from),
    'If it was not you, do nothing.',
  ])

export const alreadySignedUpMail = (request: Omit<Request, 'token'>): Mail =>
  compose(request.to, 'You have a Meridian account already', [
    'Somebody, probably you, signed up to Meridian with this address, which has an account already. Nothing was changed.',
    { label: 'Sign in', url: `${request.origin}/sign-in` },
    'You can sign in by mail if you do not remember the password.',
    asked(request.from),
    'If it was not you, do nothing: your account was not touched.',
  ])

export const signInLinkMail = (request: Request): Mail =>
  compose(request.to, 'Your link to sign in', [
    'Somebody, probably you, asked to sign in to Meridian by mail.',
    link('Sign in', request, '/sign-in/link'),
    `The link works once, for ${duration(IDENTITY.signInLinkMs)}. Give it to nobody.`,
    asked(request.from),
    'If it was not you, do nothing: without this mail nobody gets in.',
  ])

export const resetMail = (request: Request): Mail =>
  compose(request.to, 'Choose a new password', [
    'Somebody, probably you, asked for a new password for your Meridian account.',
    link('Choose a new password', request, '/password/reset'),
    `The link works once, for ${duration(IDENTITY.resetLinkMs)}. All sessions end when the password is changed.`,
    asked(request.from),
    'If it was not you, do nothing: the password stays as it is.',
  ])

export const passwordChangedMail = ({ to, origin, from }: Pick<Request, 'to' | 'origin' | 'from'>): Mail =>
  compose(to, 'Your password was changed', [
    'The password of your Meridian account was changed, and every other session was ended.',
    asked(from),
    { label: 'If it was not you, choose a new password now', url: `${origin}/password/forgot` },
  ])

export const secondFactorMail = (
  { to, origin, from }: Pick<Request, 'to' | 'origin' | 'from'>,
  what: 'switched on' | 'switched off' | 'given new recovery codes',
): Mail =>
  compose(to, `Your second factor was ${what}`, [
    `The second factor of your Meridian account was ${what}.`,
    asked(from),
    { label: 'If it was not you, choose a new password now', url: `${origin}/password/forgot` },
  ])

export const invitationMail = (
  request: Request & { tenant: string; invitedBy: string; message: string; expiresAtMs: number },
): Mail =>
  compose(request.to, `You are invited to ${oneLine(request.tenant)}`, [
    `${oneLine(request.invitedBy)} invites you to work in the books of "${oneLine(request.tenant)}" on Meridian.`,
    ...(request.message.trim() === '' ? [] : [`They write: "${oneLine(request.message)}"`]),
    link('Look at the invitation', request, '/invitation'),
    `The invitation is open until ${utc(request.expiresAtMs)}.`,
    asked(request.from),
    'If you do not know them, do nothing.',
  ])

/** A root of the books, for whoever is to hold the company to it. */
export const rootMail = (to: string, { name, document }: PublishedRoot): Mail =>
  compose(to, `Root over ${document.size} records of ${oneLine(name)}`, [
    `"${oneLine(name)}" keeps its books on Meridian and sends you this root${document.through ? `, sealed at the end of ${document.through}` : ''}. It stands for the first ${document.size} records of the books: nobody can change, remove or insert one of them later without it showing.`,
    'Keep this mail. With an export of the books, or with a proof of one entry, it shows whether they are still what they were: save the line below as root.json and run meridian-verify export.ndjson --root root.json.',
    canonicalJson(document),
    `Sealed at ${document.sealedAt}. Nobody needs to sign in for this, and nothing has to be answered.`,
  ])

type Part = string | { label: string; url: string }

const link = (label: string, { origin, region, token }: Request, path: string): Part => ({
  label,
  url: `${origin}${path}?${new URLSearchParams({ token, region })}`,
})

const asked = ({ device, address, country }: Facts): string =>
  `Asked for on ${utc(Date.now())}, with ${device}${country ? `, in ${country}` : ''}${address ? `, from ${address}` : ''}.`

const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' at ')} UTC`

function duration(ms: number): string {
  const hours = ms / 3_600_000
  if (hours < 1) return `${ms / 60_000} minutes`
  return hours === 1 ? 'one hour' : `${hours} hours`
}

/** What a user wrote has no say in how a mail is laid out: no line breaks, no control characters, no end. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)

/** The same content twice. Every text is escaped, so nothing that a user wrote is ever HTML. */
function compose(to: string, subject: string, parts: readonly Part[]): Mail {
  const text = parts.map((part) => (typeof part === 'string' ? part : `${part.label}:\n${part.url}`))
  const html = parts.map((part) =>
    typeof part === 'string'
      ? `<p>${escapeHtml(part)}</p>`
      : `<p><a href="${escapeHtml(part.url)}">${escapeHtml(part.label)}</a></p>`,
  )
  return {
    to,
    subject,
    text: `${text.join('\n\n')}\n\nMeridian\n`,
    html: `<!doctype html><html lang="en"><body>${html.join('')}<p>Meridian</p></body></html>`,
  }
}
