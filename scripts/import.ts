import { openAsBlob } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { inspectFile, problemOfFile, recogniseFormat } from '../client/sdk/import/file.ts'
import { type ImportOutcome, issuesCsv } from '../client/sdk/import/outcome.ts'
import { finishImport, type ImportJob, importFile } from '../client/sdk/import/run.ts'
import { SplitError } from '../client/sdk/import/units.ts'
import { createMeridian } from '../client/sdk/meridian.ts'
import { Parked, Problem, Unreachable } from '../client/sdk/problem.ts'
import { IMPORT_FORMATS, upsert as UPSERTS } from '../durable-objects/ledger/migration/inputs.ts'

const HELP = `npm run import -- FILE --company SLUG [options]

  --url URL          where Meridian runs (http://localhost:8787)
  --key KEY          API key; default: MERIDIAN_KEY
  --format FORMAT    csv, saf-t, hledger, ledger or beancount; default: recognised
  --mapping FILE     JSON: how columns of a CSV become entries, as --propose prints it
  --options FILE     JSON: accounts, accountTypes, journals and what else the import takes
  --upsert MODE      refuse, skip (default) or correct
  --independent      book the good rows of a part that has bad ones
  --dry-run          book nothing, and say what would be booked
  --propose          print a mapping for a CSV, with how sure it is
  --errors FILE      write bad rows there, as CSV

The same command again goes on where the last one ended. It ends with 0 when all is well, with 1 when rows are bad or the
file is refused, and with 2 when the command is not understood.`

const ALL_WELL = 0
const REFUSED = 1
const NOT_UNDERSTOOD = 2

const OPTIONS = {
  url: { type: 'string', default: 'http://localhost:8787' },
  key: { type: 'string', default: process.env.MERIDIAN_KEY ?? '' },
  company: { type: 'string' },
  format: { type: 'string' },
  mapping: { type: 'string' },
  options: { type: 'string' },
  upsert: { type: 'string' },
  errors: { type: 'string' },
  independent: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  propose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const read = () => parseArgs({ allowPositionals: true, options: OPTIONS })
type Values = ReturnType<typeof read>['values']

/** The command is not understood: a file that is not there, a word that is none. */
class CommandError extends Error {}

/** Imports a file of any size. */
async function main(): Promise<number> {
  const { values, positionals } = commandLine()
  const [path] = positionals
  const { company } = values
  if (values.help || path === undefined || company === undefined) {
    console.log(HELP)
    return values.help ? ALL_WELL : NOT_UNDERSTOOD
  }
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new CommandError(`There is no file ${path}.`)
  const file = await openAsBlob(path)
  const inspected = await inspectFile(file)
  const problem = problemOfFile(inspected)
  if (problem) {
    console.error(problem)
    return REFUSED
  }
  const meridian = createMeridian({ baseUrl: values.url, apiKey: values.key })
  if (values.propose) {
    console.log(
      JSON.stringify(await meridian.migration.ProposeMapping(company, { sample: inspected.sample }), null, 2),
    )
    return ALL_WELL
  }
  if (inspected.encoding !== 'utf-8')
    console.error(`The file is in ${inspected.encoding}; it is read as that.`)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  const job: ImportJob = {
    ...{ meridian, company, file, name: basename(path), inspected, ...(await settingsOf(values)) },
    format: formatOf(values.format ?? recogniseFormat(path, inspected.sample)),
    mode: values.independent ? 'independent' : 'atomic',
    dryRun: values['dry-run'],
    signal: stop.signal,
    onProgress: ({ rows, share }) => console.error(`${rows} rows, ${Math.round(share * 100)} %`),
  }
  const outcome = await importFile(job)
  await report(outcome, values)
  if (stop.signal.aborted) console.error('Stopped. The same command goes on from there.')
  else if (!job.dryRun && !outcome.isStopped) await finishImport(meridian, company, outcome.import)
  return outcome.isStopped || outcome.errorsTotal > 0 ? REFUSED : ALL_WELL
}

function commandLine(): ReturnType<typeof read> {
  try {
    return read()
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${HELP}`)
  }
}

function formatOf(text: string | undefined): ImportJob['format'] {
  const format = IMPORT_FORMATS.find((each) => each === text)
  if (format) return format
  throw new CommandError(
    text === undefined
      ? 'The format is not recognised. Say it with --format.'
      : `There is no format ${text}. Write one of ${IMPORT_FORMATS.join(', ')}.`,
  )
}

async function settingsOf({ mapping, options, upsert }: Values) {
  const mode = UPSERTS.optional().safeParse(upsert)
  if (!mode.success)
    throw new CommandError(`There is no mode ${upsert}. Write one of ${UPSERTS.options.join(', ')}.`)
  const proposed = await jsonOf(mapping)
  return {
    // What --propose printed holds the mapping beside how sure it is.
    mapping: proposed?.mapping ?? proposed,
    options: await jsonOf(options),
    upsert: mode.data,
  }
}

async function jsonOf(path: string | undefined) {
  if (path === undefined) return undefined
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new CommandError(`${path} cannot be read as JSON: ${(error as Error).message}`)
  }
}

/** What people read goes to the error output; the result is one line of JSON, for programs. */
async function report(outcome: ImportOutcome, { errors, 'dry-run': dryRun }: Values): Promise<void> {
  for (const { line, field, detail } of outcome.errors.slice(0, ERRORS_SHOWN))
    console.error(`line ${line}${field ? `, ${field}` : ''}: ${detail}`)
  if (outcome.errorsTotal > ERRORS_SHOWN) console.error(`… ${outcome.errorsTotal} bad rows in all`)
  if (errors !== undefined) await writeFile(errors, issuesCsv(outcome.errors))
  const { accounts } = outcome.preview
  const missing = accounts.filter(({ account }) => account === null).map(({ code }) => code)
  const opened = accounts.filter(({ isNew }) => isNew).map(({ code }) => code)
  if (missing.length > 0)
    console.error(
      `Not in the chart: ${missing.join(', ')}. Say with --options what they stand for (accounts), or their types (accountTypes).`,
    )
  if (opened.length > 0) console.error(`Would be opened: ${opened.join(', ')}.`)
  const { entries, corrected, unchanged, refused } = outcome
  console.log(JSON.stringify({ import: outcome.import, dryRun, entries, corrected, unchanged, refused }))
}

const ERRORS_SHOWN = 20

try {
  process.exitCode = await main()
} catch (error) {
  const isCommand = error instanceof CommandError
  const isKnown = [Problem, Parked, Unreachable, SplitError].some((known) => error instanceof known)
  if (!isCommand && !isKnown) throw error
  console.error((error as Error).message)
  process.exitCode = isCommand ? NOT_UNDERSTOOD : REFUSED
}
