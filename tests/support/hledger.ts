import { execFileSync } from 'node:child_process'

/** hledger, where it is installed: a program that is not ours, to judge what we write. */
export const hasHledger = ((): boolean => {
  try {
    execFileSync('hledger', ['--version'])
    return true
  } catch {
    return false
  }
})()

/** Throws with what hledger says where the file does not parse or an entry does not balance. */
export const checkJournal = (file: string): void => {
  execFileSync('hledger', ['-f', file, 'check'], { encoding: 'utf8' })
}

/** Amounts by account and unit as of the end of a day: `assets:bank EUR` → `10`. */
export function balancesIn(file: string, asOf: string, ...options: string[]): Map<string, string> {
  const end = new Date(Date.parse(asOf) + 86_400_000).toISOString().slice(0, 10)
  const args = [
    '-f',
    file,
    'balance',
    '--flat',
    '--no-total',
    '--layout=bare',
    '-O',
    'csv',
    '-e',
    end,
    ...options,
  ]
  const output = execFileSync('hledger', args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  const map = new Map<string, string>()
  for (const row of output.trim().split('\n').slice(1)) {
    const [account, unit, amount] = row.slice(1, -1).split('","') as [string, string, string]
    holdAmount(map, `${account} ${unit}`, amount)
  }
  return map
}

/** Zero is not held; trailing zeros are style. */
export function holdAmount(map: Map<string, string>, key: string, amount: string): void {
  const plain = amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount
  if (plain !== '0' && plain !== '-0' && plain !== '') map.set(key, plain)
}
