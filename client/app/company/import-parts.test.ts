import { expect, it } from 'vitest'
import { sendInParts } from './import-parts.ts'

async function sent(text: string) {
  const parts: { line: number; text: string }[] = []
  const shares: number[] = []
  await sendInParts(
    new Blob([text]),
    async (line, part) => void parts.push({ line, text: part }),
    (share) => shares.push(share),
  )
  return { parts, shares }
}

it('sends whole lines, each once, with the number of the first one', async () => {
  const lines = Array.from({ length: 60_000 }, (_, index) =>
    JSON.stringify({ index, text: 'ä€𝄞'.repeat(20) }),
  )
  const { parts, shares } = await sent(`${lines.join('\n')}\n`)
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.map(({ text }) => text).join('')).toBe(`${lines.join('\n')}\n`)
  for (const { line, text } of parts) {
    expect(text.endsWith('\n')).toBe(true)
    expect(text.startsWith(lines[line] as string)).toBe(true)
  }
  expect(shares.at(-1)).toBe(1)
})

it('ends the last line where the file does not', async () => {
  expect((await sent('a\nb')).parts).toEqual([{ line: 0, text: 'a\nb\n' }])
  expect((await sent('')).parts).toEqual([])
})
