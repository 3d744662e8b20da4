import { Sha256 } from './sha256.ts'

/** What must be known of a file before it is imported: its digest, and in which encoding it was saved. */
export interface InspectedFile {
  digest: string
  encoding: Encoding
  bytes: number
  /** The beginning of its text. */
  sample: string
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const SAMPLE_CHARS = 60_000

/** Reads the whole file once, a piece at a time. */
export async function inspectFile(file: Blob): Promise<InspectedFile> {
  const digest = new Sha256()
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  let encoding = encodingOfStart(new Uint8Array(await file.slice(0, 512).arrayBuffer()))
  let isUtf8 = encoding === undefined
  for await (const bytes of bytesOf(file)) {
    digest.update(bytes)
    if (isUtf8) isUtf8 = isDecodable(utf8, bytes, true)
  }
  if (isUtf8) isUtf8 = isDecodable(utf8, new Uint8Array(), false)
  encoding ??= isUtf8 ? 'utf-8' : 'windows-1252'
  let sample = ''
  for await (const text of textOf(file, encoding)) {
    sample += text
    if (sample.length >= SAMPLE_CHARS) break
  }
  const end = sample.length > SAMPLE_CHARS ? sample.lastIndexOf('\n', SAMPLE_CHARS) : sample.length
  return {
    digest: digest.hex(),
    encoding,
    bytes: file.size,
    sample: sample.slice(0, end > 0 ? end : SAMPLE_CHARS),
  }
}

function isDecodable(decoder: TextDecoder, bytes: Uint8Array<ArrayBuffer>, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}

/** By a byte order mark, or by the zeros that every second byte of Latin text in UTF-16 is. */
function encodingOfStart(start: Uint8Array): Encoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > start.length / 4) return 'utf-16le'
  return even > start.length / 4 ? 'utf-16be' : undefined
}

/** Why nothing can be read from the file, with the way out; undefined: it is text. */
export function problemOfFile({ bytes, sample }: InspectedFile): string | undefined {
  if (bytes === 0 || sample.trim() === '') return 'The file is empty. Choose another one.'
  for (const [start, problem] of OTHER_KINDS) if (sample.startsWith(start)) return problem
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no text has
  return /[\u0000-\u0008\u000E-\u001A]/.test(sample)
    ? 'The file is not text. Save it as CSV, SAF-T or a plain-text journal.'
    : undefined
}

/** How files begin that somebody has renamed, or chosen by mistake. */
const OTHER_KINDS = [
  ['%PDF-', 'The file is a PDF, from which no entries can be read. Export them as CSV or SAF-T.'],
  ['PK\u0003\u0004', 'The file is an Excel workbook or a ZIP archive. Save the sheet as CSV, or unpack it.'],
  ['\u00D0\u00CF\u0011\u00E0', 'The file is a workbook of an older Excel. Save the sheet as CSV.'],
  ['{\\rtf', 'The file is a text document (RTF). Save the entries as CSV.'],
] as const

/** The text of a file in pieces, without a byte order mark. */
export async function* textOf(file: Blob, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const bytes of bytesOf(file)) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

async function* bytesOf(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = file.stream().getReader()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value
  } finally {
    await reader.cancel()
  }
}

export type FileFormat = 'csv' | 'saf-t' | 'hledger' | 'ledger' | 'beancount'

/** What a file looks like; undefined: somebody has to say it. */
export function recogniseFormat(name: string, sample: string): FileFormat | undefined {
  if (/^\s*<\?xml|<(\w+:)?AuditFile\b/.test(sample))
    return /<(\w+:)?AuditFile\b/.test(sample) ? 'saf-t' : undefined
  if (/\.(bean|beancount)$/i.test(name)) return 'beancount'
  if (/^\d{4}-\d{2}-\d{2} (open|commodity) |^option "/m.test(sample)) return 'beancount'
  if (/\.(hledger|j)$/i.test(name)) return 'hledger'
  if (/\.(ledger|ldg)$/i.test(name)) return 'ledger'
  if (/\.(csv|tsv)$/i.test(name)) return 'csv'
  if (/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.*\n[ \t]+\S/m.test(sample)) return 'hledger'
  const [first = '', second = ''] = sample.split('\n', 2)
  const isTable = [',', ';', '\t', '|'].some((mark) => first.includes(mark) && second.includes(mark))
  return isTable ? 'csv' : undefined
}
