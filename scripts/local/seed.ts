import { readFile } from 'node:fs/promises'
import { sendDemoEntries } from '../../client/demo/guardrails.ts'
import { seedDemoCompany } from '../../client/demo/load.ts'
import { createMeridian } from '../../client/sdk/meridian.ts'
import type { Meridian } from '../../client/sdk/types.ts'
import type { DemoPerson } from './people.ts'
import type { Server } from './server.ts'

/** Fills a new system with the demo company, over the API: with the demo's key, and where a person acts, as that person. */
export async function seedDemo({ url, demo }: Server): Promise<void> {
  await seedDemoCompany(createMeridian({ baseUrl: url, apiKey: await readFile(demo.keyFile, 'utf8') }))
  const clerk = demo.people.find(({ role }) => role === 'payables-clerk')
  if (clerk) await sendDemoEntries(await signedInAs(url, clerk), new Date())
}

/** A client with the session of a person, as the browser would have it. */
async function signedInAs(baseUrl: string, { email, password }: DemoPerson): Promise<Meridian> {
  const reply = await fetch(`${baseUrl}/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify({ email, password }),
  })
  if (!reply.ok) throw new Error(`${email} cannot sign in: ${await reply.text()}`)
  const cookie = reply.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
  return createMeridian({
    baseUrl,
    fetch: (url, init) => {
      const headers = new Headers(init?.headers)
      headers.set('cookie', cookie)
      headers.set('origin', baseUrl)
      return fetch(url, { ...init, headers })
    },
  })
}
