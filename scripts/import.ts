import { openAsBlob } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { inspectFile, recogniseFormat } from '../client/sdk/import/file.ts'
import { finishImport, type ImportJob, importFile, issuesCsv } from '../client/sdk/import/run.ts'
import { createMeridian } from '../client/sdk/meridian.ts'
import { Parked, Problem, Unreachable } from '../client/sdk/problem.ts'

const HELP = `npm run import -- FILE --company SLUG [options]

  --url URL          where Meridian runs (http://localhost:8787)
  --key KEY          API key; default: MERIDIAN_KEY
  --format FORMAT    csv, saf-t, hledger, ledger or beancount; default: recognised
  --mapping FILE     JSON: how columns of a CSV become entries; --propose prints one
  --options FILE     JSON: accounts, accountTypes, journals and what else the import takes
  --upsert MODE      refuse, skip (default) or correct
  --independent      book the good rows of a part that has bad ones
  --dry-run          book nothing, and say what would be booked
  --propose          print a mapping for a CSV, with how sure it is
  --errors FILE      write bad rows there, as CSV`

/** Imports a file of any size. The same command again goes on where the last one ended. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
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
    },
  })
  const [path] = positionals
  const { company } = values
  if (values.help || path === undefined || company === undefined) {
    console.log(HELP)
    return values.help ? 0 : 2
  }
  const file = await openAsBlob(path)
  const inspected = await inspectFile(file)
  const format = (values.format ?? recogniseFormat(path, inspected.sample)) as ImportJob['format'] | undefined
  const meridian = createMeridian({ baseUrl: values.url, apiKey: values.key })
  if (values.propose) {
    const sample = inspected.sample.slice(0, 100_000)
    console.log(JSON.stringify(await meridian.migration.ProposeMapping(company, { sample }), null, 2))
    return 0
  }
  if (format === undefined) {
    console.error('The format is not recognised. Say it with --format.')
    return 2
  }
  if (inspected.encoding !== 'utf-8')
    console.error(`The file is in ${inspected.encoding}; it is read as that.`)
  const outcome = await importFile({
    ...{ meridian, company, file, name: basename(path), format, inspected },
    mapping: await jsonOf(values.mapping),
    options: await jsonOf(values.options),
    upsert: values.upsert as ImportJob['upsert'],
    mode: values.independent ? 'independent' : 'atomic',
    dryRun: values['dry-run'],
    onProgress: ({ rows, share }) => console.error(`${rows} rows, ${Math.round(share * 100)} %`),
  })
  for (const { line, field, detail } of outcome.errors.slice(0, 20))
    console.error(`line ${line}${field ? `, ${field}` : ''}: ${detail}`)
  if (outcome.errorsTotal > 20) console.error(`… ${outcome.errorsTotal} bad rows in all`)
  if (values.errors !== undefined) await writeFile(values.errors, issuesCsv(outcome.errors))
  const { entries, corrected, unchanged, refused } = outcome
  console.log(
    JSON.stringify({
      import: outcome.import,
      dryRun: values['dry-run'],
      entries,
      corrected,
      unchanged,
      refused,
    }),
  )
  if (!values['dry-run'] && !outcome.isStopped) await finishImport(meridian, company, outcome.import)
  return outcome.errorsTotal > 0 ? 1 : 0
}

const jsonOf = async (path: string | undefined) =>
  path === undefined ? undefined : JSON.parse(await readFile(path, 'utf8'))

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof Problem || error instanceof Parked || error instanceof Unreachable)) throw error
  console.error(error.message)
  process.exitCode = 1
}
