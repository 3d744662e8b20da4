import type { Distribution } from './queries.ts'

type Share = Distribution['shares'][number]

/** Shares as people write them: `80 % cost-centre=CC-10`, one a line. */
export const sharesText = (shares: readonly Share[]): string =>
  shares
    .map(
      ({ percent, dimensions }) =>
        `${percent} % ${Object.entries(dimensions)
          .map(([dimension, value]) => `${dimension}=${value}`)
          .join(', ')}`,
    )
    .join('\n')

/** What cannot be read stays in the share, so that the contract says what is wrong with it. */
export const sharesFromText = (text: string): Share[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, percent = '', rest = line] = /^([\d.,]+)\s*%?\s*(.*)$/.exec(line) ?? []
      const named = rest.split(',').map((part) => part.split('=').map((word) => word.trim()))
      return {
        percent: percent.replace(',', '.'),
        dimensions: Object.fromEntries(named.map(([dimension = '', value = '']) => [dimension, value])),
      }
    })
