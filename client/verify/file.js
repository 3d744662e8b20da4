import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

/** The records of an export, one line each: at most one line is in memory. Takes the file as it is or gzipped. */
export async function* records(path) {
  let line = 0
  for await (const text of lines(await contentOf(path))) {
    line++
    if (text !== '') yield { line, record: parsed(text) }
  }
}

async function contentOf(path) {
  const isPacked = await isGzipped(path)
  const file = createReadStream(path)
  if (!isPacked) return file
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  return file.pipe(unpacked)
}

async function isGzipped(path) {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

async function* lines(stream) {
  const decoder = new TextDecoder()
  let rest = []
  for await (const chunk of stream) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    const last = parts.pop()
    for (const part of parts) {
      yield rest.length === 0 ? part : rest.join('') + part
      rest = []
    }
    rest.push(last)
  }
  rest.push(decoder.decode())
  yield rest.join('')
}

/** A line that is no JSON object is a finding, not the end. */
function parsed(text) {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
