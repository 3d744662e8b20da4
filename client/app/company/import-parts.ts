/** A part is sent once it has this many characters: well below what a request may carry, even in long characters. */
const PART_CHARS = 2_000_000

/** Sends a file of lines in parts of whole lines, however large it is: one part is in memory at a time. */
export async function sendInParts(
  file: Blob,
  send: (line: number, text: string) => Promise<unknown>,
  onProgress: (share: number) => void,
): Promise<void> {
  let line = 0
  let waiting = ''
  let read = 0
  const flush = async (text: string) => {
    if (text === '') return
    await send(line, text)
    line += text.split('\n').length - 1
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = file.stream().getReader()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    waiting += decoder.decode(chunk.value, { stream: true })
    read += chunk.value.byteLength
    // A browser hands out small chunks, another runtime all of it at once.
    for (let end = endOfPart(waiting); end > 0; end = endOfPart(waiting)) {
      await flush(waiting.slice(0, end))
      waiting = waiting.slice(end)
      onProgress(read / file.size)
    }
  }
  waiting += decoder.decode()
  await flush(waiting === '' || waiting.endsWith('\n') ? waiting : `${waiting}\n`)
  onProgress(1)
}

/** Where the last line that fits a part ends, or the first one if it alone is longer; 0 while there is less than a part. */
function endOfPart(text: string): number {
  if (text.length < PART_CHARS) return 0
  return text.lastIndexOf('\n', PART_CHARS) + 1 || text.indexOf('\n', PART_CHARS) + 1
}
