#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { records } from './file.js'
import { Verifier, wrongInProof, wrongWithRoot } from './verify.js'

const USAGE = `Verifies an export of Meridian, offline: every event's hash over every field, the order of the events, the
sealed roots, the documents, and that every entry balances. Prints the trial balance.

  meridian-verify <export>                              an exported company, plain or gzipped
  meridian-verify <export> --root <root.json>           … and that it still begins with what a published root covers
  meridian-verify <export> --proof <proof.json>         … and a proof of one event, or between two roots
  meridian-verify --proof <proof.json> --root <root.json>   a proof alone, and that it leads to the root

  --no-balance   leave the trial balance out
  --json         the result as JSON

The exit code is 0 where nothing is wrong, 1 where something is, 2 where a file cannot be read.`

const FINDINGS_SHOWN = 20

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      root: { type: 'string', multiple: true, default: [] },
      proof: { type: 'string', multiple: true, default: [] },
      'no-balance': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [path] = positionals
  if (values.help || positionals.length > 1 || (path === undefined && values.proof.length === 0)) {
    console.log(USAGE)
    return values.help ? 0 : 2
  }
  const roots = await Promise.all(values.root.map(rootDocument))
  const proofs = await Promise.all(values.proof.map(json))
  const findings = proofFindings(proofs, roots)
  const verifier = path === undefined ? undefined : await verified(path, roots, proofs)
  findings.push(...(verifier?.findings ?? []))
  if (values.json) console.log(JSON.stringify(asJson(findings, verifier), null, 2))
  else print(findings, { verifier, roots, proofs, withBalance: !values['no-balance'] })
  return findings.length === 0 ? 0 : 1
}

async function verified(path, roots, proofs) {
  const verifier = new Verifier()
  for await (const record of records(path)) verifier.take(record)
  verifier.finish()
  for (const root of roots) verifier.holdAgainst(root)
  for (const proof of proofs) verifier.holdProof(proof)
  return verifier
}

const proofFindings = (proofs, roots) =>
  proofs.flatMap((proof) => {
    const wrong = [wrongInProof(proof), ...roots.map((root) => wrongWithRoot(proof, root))]
    return wrong.filter((each) => each !== undefined)
  })

async function json(path) {
  const value = JSON.parse(await readFile(path, 'utf8'))
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is not a JSON object`)
  return value
}

async function rootDocument(path) {
  const root = await json(path)
  if (!Number.isSafeInteger(root.size) || !/^[0-9a-f]{64}$/.test(root.root ?? ''))
    throw new Error(`${path} is not a root document: it has no size and root`)
  return root
}

const asJson = (findings, verifier) => ({
  ok: findings.length === 0,
  findings,
  ...(verifier && {
    company: verifier.header?.company ?? null,
    events: verifier.events,
    headHash: verifier.headHash,
    root: verifier.manifest?.root ?? null,
    entries: verifier.books.entries,
    lines: verifier.books.lines,
    roots: verifier.roots,
    documents: verifier.documents,
    trialBalance: verifier.books.trialBalance(),
  }),
})

function print(findings, { verifier, roots, proofs, withBalance }) {
  if (verifier) printFile(verifier, withBalance)
  for (const { event, from, to, size } of proofs)
    console.log(
      from
        ? `Proof      from ${from.size} to ${to?.size} events`
        : `Proof      event ${event?.sequence} in ${size}`,
    )
  for (const { size, through } of roots)
    console.log(`Root       over ${size} events${through ? `, ${through}` : ''}`)
  if (findings.length === 0) return console.log('\nNothing is wrong.')
  console.log(`\nWRONG: ${findings[0]}`)
  for (const finding of findings.slice(1, FINDINGS_SHOWN)) console.log(`       ${finding}`)
  if (findings.length > FINDINGS_SHOWN) console.log(`       … and ${findings.length - FINDINGS_SHOWN} more`)
}

function printFile({ header, events, headHash, manifest, books, roots, documents }, withBalance) {
  const { id = 'unknown', name = '' } = header?.company ?? {}
  console.log(`Company    ${name} (${id})`)
  console.log(`Exported   ${header?.exportedAt ?? 'unknown'}`)
  console.log(`Events     ${events}, the last hash is ${headHash}`)
  console.log(`Root       ${manifest?.root ?? 'unknown'}`)
  console.log(`Sealed     ${roots} roots`)
  console.log(`Entries    ${books.entries}, with ${books.lines} lines`)
  console.log(`Documents  ${documents}`)
  if (withBalance) printBalance(books)
}

function printBalance(books) {
  const rows = books.trialBalance().map(({ code, name, unit, quantity, value }) => {
    const label = `${code} ${name}`
    return [label.length > 44 ? `${label.slice(0, 43)}…` : label, unit, quantity, value ?? '']
  })
  const head = ['Trial balance', '', 'Quantity', books.currency]
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)))
  console.log()
  for (const [first, unit, quantity, value] of [head, ...rows])
    console.log(
      `${first.padEnd(widths[0])}  ${unit.padEnd(widths[1])}  ${quantity.padStart(widths[2])}  ${value.padStart(widths[3])}`,
    )
  console.log()
}

// Last, so that everything above it is there.
try {
  process.exitCode = await main()
} catch (error) {
  console.error(error.code === undefined ? error.message : `${error.code}: ${error.message}`)
  process.exitCode = 2
}
