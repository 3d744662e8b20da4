import { parseArgs } from 'node:util'

export interface Options {
  json: boolean
  /** The PostgreSQL peer is measured beside Meridian wherever PostgreSQL is installed. */
  peer: boolean
  entries: number
  rounds: number
  seconds: number
  /** Meridian can be left out, to measure the peer and the platform alone. */
  meridian: boolean
}

const DEFAULTS = { entries: '1000000', rounds: '5', seconds: '3' }

export const USAGE = `npm run bench -- <posting|bulk|reports|wake|memory|cost|guardrails|closing|statements|month-end|inventory|backdating> [options]
  --json          one JSON object as the last line
  --peer          measure the PostgreSQL peer too (default where PostgreSQL is installed); --no-peer leaves it out
  --no-meridian   measure only the peer and the platform
  --entries N     size of the data set for reports, statements, wake, closing and month-end (default ${DEFAULTS.entries})
  --rounds N      rounds that alternate between the systems; the median counts (default ${DEFAULTS.rounds})
  --seconds N     length of one round (default ${DEFAULTS.seconds})`

export function parseOptions(args: readonly string[]): { name: string | undefined; options: Options } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      json: { type: 'boolean', default: false },
      peer: { type: 'boolean', default: true },
      meridian: { type: 'boolean', default: true },
      entries: { type: 'string', default: DEFAULTS.entries },
      rounds: { type: 'string', default: DEFAULTS.rounds },
      seconds: { type: 'string', default: DEFAULTS.seconds },
    },
  })
  const { json, peer, meridian } = values
  const options = {
    json,
    peer,
    meridian,
    entries: positive('entries', values.entries),
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
  }
  return { name: positionals[0], options }
}

function positive(name: string, text: string): number {
  const value = Number(text.replaceAll(/[_,]/g, ''))
  if (!(value > 0)) throw new Error(`--${name} must be a positive number, not ${text}`)
  return value
}
