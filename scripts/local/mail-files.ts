import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Request as LocalRequest, Response as LocalResponse } from 'miniflare'
import { ulid } from 'ulid'

/** Keeps the mails of a local system as files, one folder a region, and gives them back, the newest first. */
export function mailFiles(folder: string): (request: LocalRequest) => Promise<LocalResponse> {
  return async (request) => {
    if (request.method !== 'POST') return LocalResponse.json(await readAll(folder))
    const region = new URL(request.url).pathname.slice(1)
    await mkdir(join(folder, region), { recursive: true })
    const mail = { id: ulid(), region, at: new Date().toISOString(), ...JSON.parse(await request.text()) }
    const file = join(folder, region, `${mail.id}.json`)
    // Whoever reads meanwhile finds all of it or nothing.
    await writeFile(`${file}.part`, JSON.stringify(mail, null, 2), { mode: 0o600 })
    await rename(`${file}.part`, file)
    return new LocalResponse(null, { status: 204 })
  }
}

async function readAll(folder: string): Promise<unknown[]> {
  const files = await readdir(folder, { recursive: true }).catch(() => [])
  const names = files.filter((file) => file.endsWith('.json'))
  const mails = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as { id: string }),
  )
  return mails.sort((a, b) => (a.id < b.id ? 1 : -1))
}
