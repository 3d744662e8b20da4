import { inspectFile } from '../sdk/import/file.ts'
import type { Meridian } from '../sdk/types.ts'

/**
 * The statement of the card provider, as its CSV comes every month: fees of the days of this month until today. It may be
 * repeated.
 */
export async function importDemoStatement(meridian: Meridian, company: string, today: Date): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/statement/${what}` })
  const month = today.toISOString().slice(0, 7)
  const text = statementOf(month, today.getUTCDate())
  const { digest } = await inspectFile(new Blob([text]))
  const { id } = await meridian.migration.StartImport(
    company,
    { name: `card-fees-${month}.csv`, format: 'csv', digest, mapping: COLUMNS },
    once('start'),
  )
  await meridian.migration.ImportPart(company, { import: id, part: 1, text }, once('part'))
  await meridian.migration.FinishImport(company, { import: id }, once('finish'))
}

const COLUMNS = {
  layout: 'entries',
  delimiter: ';',
  dateFormat: 'DD.MM.YYYY',
  decimalMark: ',',
  columns: { externalId: 'Beleg', date: 'Datum', amount: 'Betrag', description: 'Text' },
  defaults: { debitAccount: '6700', creditAccount: '1100' },
} as const

function statementOf(month: string, days: number): string {
  const [year, number] = month.split('-')
  const rows = Array.from({ length: days }, (_, index) => {
    const day = String(index + 1).padStart(2, '0')
    const cents = String(40 + ((index * 37) % 60)).padStart(2, '0')
    return `CARD-${month}-${day};${day}.${number}.${year};${2 + (index % 5)},${cents};Gebühr Kartenzahlung\n`
  })
  return `Beleg;Datum;Betrag;Text\n${rows.join('')}`
}
