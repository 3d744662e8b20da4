import { type Reply, request, until } from './api.ts'

/** A browser without its window: it keeps the cookies that it is given, and says from which origin it asks. */
export class Visitor {
  readonly url: string
  readonly cookies = new Map<string, string>()
  readonly headers: Record<string, string>

  constructor(url: string, headers: Record<string, string> = {}) {
    this.url = url
    this.headers = headers
  }

  get<Body = unknown>(path: string, headers?: Record<string, string>): Promise<Reply<Body>> {
    return this.send<Body>('GET', path, undefined, headers)
  }

  post<Body = unknown>(
    path: string,
    body: unknown = {},
    headers?: Record<string, string>,
  ): Promise<Reply<Body>> {
    return this.send<Body>('POST', path, body, headers)
  }

  async send<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<Body>> {
    const reply = await request<Body>(`${this.url}${path}`, {
      method,
      headers: {
        origin: this.url,
        ...(this.cookies.size > 0 && { cookie: this.cookieHeader }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.headers,
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const line of reply.headers.getSetCookie()) this.#keep(line)
    return reply
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** The same browser at this moment, as somebody who stole its cookies has it. */
  copy(): Visitor {
    const copy = new Visitor(this.url, this.headers)
    for (const [name, value] of this.cookies) copy.cookies.set(name, value)
    return copy
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/; */)
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const isGone = value === '' || attributes.some((each) => /^max-age=0$/i.test(each))
    if (isGone) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

export interface KeptMail {
  id: string
  region: string
  to: string
  subject: string
  text: string
  html: string
  links: string[]
}

/** Mails to an address, the newest first. */
export async function mailsTo(url: string, to: string): Promise<KeptMail[]> {
  const reply = await request<{ data: KeptMail[] }>(`${url}/dev/mailbox.json?to=${encodeURIComponent(to)}`)
  return reply.body.data
}

/** The newest mail to an address whose subject has these words; they are sent after the reply. */
export const mailTo = (url: string, to: string, subject: string): Promise<KeptMail> =>
  until(`the mail "${subject}" to ${to}`, async () =>
    (await mailsTo(url, to)).find((mail) => mail.subject.includes(subject)),
  )

/** What the page behind a mail's link sends. */
export function tokenIn(mail: KeptMail): { token: string; region: string } {
  const { searchParams } = new URL(mail.links[0] as string)
  return { token: searchParams.get('token') as string, region: searchParams.get('region') as string }
}
