import { isProblem, readDateCell, readNumberCell } from './cells.ts'
import { csvRecords } from './csv-records.ts'
import { DATE_FORMATS, type DateFormat, DELIMITERS, type Mapping, missingFields } from './mapping.ts'
import type { ProposalView } from './replies.ts'

/**
 * A proposal for how the columns of a CSV text become entries, and how sure it is. It is only ever shown: an import uses a
 * mapping that somebody has accepted.
 */
export function proposeMapping(sample: string): ProposalView | undefined {
  const delimiter = delimiterOf(sample)
  const [header, ...records] = csvRecords(sample, delimiter.value, ROWS_LOOKED_AT)
  // The last row of a sample may be cut off.
  const whole = records.filter(({ cells }) => cells.length === header?.cells.length)
  if (!header || header.cells.length < 2) return undefined
  const headers = header.cells.map((cell) => cell.trim())
  const rows = whole.map(({ cells }) => cells)
  const columns = columnsOf(headers, rows)
  const cellsOf = (fields: readonly string[]) =>
    [...columns]
      .filter(([field]) => fields.includes(field))
      .flatMap(([, { index }]) => rows.map((row) => row[index] ?? ''))
  const date = dateFormatOf(cellsOf(['date', 'dueDate']))
  const number = numberFormatOf(cellsOf(['amount', 'debit', 'credit', 'value']))
  const hasPair = columns.has('debitAccount') && columns.has('creditAccount')
  const layout = hasPair || !columns.has('account') ? 'entries' : 'lines'
  const mapping: Mapping = {
    layout,
    delimiter: delimiter.value,
    dateFormat: date.value,
    decimalMark: number.value.decimalMark,
    ...(number.value.thousands !== '' && { thousands: number.value.thousands }),
    columns: Object.fromEntries([...columns].map(([field, { index }]) => [field, headers[index] as string])),
  }
  const confidence = {
    delimiter: delimiter.sure,
    dateFormat: date.sure,
    decimalMark: number.sure,
    columns: Object.fromEntries([...columns].map(([field, { sure }]) => [field, sure])),
  }
  const taken = new Set([...columns.values()].map(({ index }) => index))
  const missing = missingFields(mapping)
  const { columns: ofColumns, ...others } = confidence
  return {
    mapping,
    confidence,
    headers,
    rows: rows.slice(0, ROWS_SHOWN),
    unmapped: headers.filter((name, index) => name !== '' && !taken.has(index)),
    missing,
    sure:
      missing.length === 0 &&
      [...Object.values(others), ...Object.values(ofColumns)].every((sure) => sure >= 0.9),
  }
}

const ROWS_LOOKED_AT = 500
const ROWS_SHOWN = 20

interface Guess<Value> {
  value: Value
  sure: number
}

/** The one that cuts the most rows into as many cells as the header. */
function delimiterOf(sample: string): Guess<(typeof DELIMITERS)[number]> {
  const scores = DELIMITERS.map((value) => {
    const [header, ...rows] = csvRecords(sample, value, 50)
    const width = header?.cells.length ?? 0
    const even = rows.filter(({ cells }) => cells.length === width).length
    return { value, width, even: rows.length === 0 ? Number(width > 1) : even / rows.length }
  })
  const [best, next] = scores.toSorted((a, b) => score(b) - score(a))
  const sure =
    (best?.width ?? 0) < 2
      ? 0
      : (next?.width ?? 0) > 1 && score(next as Score) >= score(best as Score)
        ? 0.5
        : (best?.even ?? 0)
  return { value: best?.value ?? ',', sure }
}

interface Score {
  width: number
  even: number
}
const score = ({ width, even }: Score): number => (width < 2 ? 0 : even * 1_000 + width)

/** The format that reads the most dates. Where several read as many (01/02/2026), it is not sure. */
function dateFormatOf(cells: readonly string[]): Guess<DateFormat> {
  const dates = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const fits = DATE_FORMATS.map((value) => ({
    value,
    count: dates.filter((cell) => !isProblem(readDateCell(cell, value))).length,
  }))
  const [best, next] = fits.toSorted((a, b) => b.count - a.count)
  if (!best || best.count === 0) return { value: 'YYYY-MM-DD', sure: 0 }
  // A cell that is no date (31.02.) does not make the others doubtful.
  return { value: best.value, sure: next?.count === best.count ? 0.5 : best.count / dates.length }
}

type NumberStyle = Pick<Mapping, 'decimalMark' | 'thousands'>

const NUMBER_STYLES: readonly NumberStyle[] = [
  { decimalMark: '.', thousands: '' },
  { decimalMark: ',', thousands: '' },
  { decimalMark: '.', thousands: ',' },
  { decimalMark: ',', thousands: '.' },
  { decimalMark: ',', thousands: ' ' },
  { decimalMark: '.', thousands: "'" },
  { decimalMark: '.', thousands: ' ' },
  { decimalMark: ',', thousands: "'" },
]

/** The style that reads the most numbers; a lone mark before three digits (1,234) may be either. */
function numberFormatOf(cells: readonly string[]): Guess<NumberStyle> {
  const numbers = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const fits = NUMBER_STYLES.map((style) => {
    const read = numbers.map((cell) => readNumberCell(cell, style))
    const texts = read.filter((text): text is string => !isProblem(text))
    // Hardly any amount has three decimals: then the mark parts thousands.
    const usual = texts.filter((text) => !/\.\d{3,}$/.test(text)).length
    return { style, count: texts.length, usual, reading: texts.join(' ') }
  })
  const [best] = fits.toSorted((a, b) => b.count - a.count || b.usual - a.usual)
  if (!best || best.count === 0) return { value: { decimalMark: '.', thousands: '' }, sure: 0 }
  const readings = new Set(fits.filter(({ count }) => count === best.count).map(({ reading }) => reading))
  return { value: best.style, sure: readings.size === 1 ? best.count / numbers.length : 0.4 }
}

// -------------------------------------------------------------------------------------------------- columns

/**
 * What columns are called in English, German, French, Dutch and Spanish. Of a field, the names that say it beyond doubt come
 * first; those after the bar say it less surely.
 */
const SYNONYMS: Readonly<Record<string, string>> = {
  date: 'date, booking date, posting date, entry date, transaction date, datum, buchungsdatum, belegdatum, buchungstag, date comptable, date d ecriture, ecrituredate, boekdatum, boekingsdatum, fecha, fecha contable, fecha asiento | valuta, wertstellung, day',
  externalId:
    'external id, externalid, id, uid, guid, transaction id, entry id, buchungs id, identifiant, transactie id, identificador | key, clave',
  entry:
    'entry, entry number, entry no, voucher, voucher number, journal entry, buchungsnummer, buchungsnr, numero d ecriture, ecriturenum, boekstuk, boekstuknummer, asiento, numero de asiento | number, nummer, nr, numero, no',
  journal: 'journal, journal code, journalcode, code journal, dagboek, diario | book, tagebuch',
  description:
    'description, text, details, narration, payee, buchungstext, beschreibung, bezeichnung, verwendungszweck, libelle, ecriturelib, omschrijving, descripcion, concepto | name, bemerkung',
  reference:
    'reference, document, document number, invoice, invoice number, belegnummer, belegnr, beleg, rechnungsnummer, belegfeld 1, piece, pieceref, reference piece, numero de piece, factuur, factuurnummer, referentie, documento, referencia, factura | ref, doc',
  note: 'note, notes, comment, comments, notiz, kommentar, remarque, commentaire, opmerking, nota, observaciones',
  account:
    'account, account code, account number, gl account, konto, kontonummer, sachkonto, compte, comptenum, numero de compte, rekening, grootboekrekening, grootboek, cuenta, cuenta contable, codigo de cuenta | accountid, account no',
  accountName:
    'account name, account description, kontobezeichnung, kontoname, comptelib, libelle compte, libelle du compte, rekeningnaam, naam rekening, nombre de cuenta, nombre de la cuenta, descripcion de cuenta',
  debitAccount:
    'debit account, debit account code, sollkonto, soll konto, konto soll, compte debit, compte debite, debetrekening, cuenta debe, cuenta de cargo | to account, soll, debit, debet, debe',
  creditAccount:
    'credit account, credit account code, habenkonto, haben konto, konto haben, gegenkonto, compte credit, compte credite, creditrekening, tegenrekening, cuenta haber, cuenta de abono | contra account, from account, haben, credit, haber',
  debit:
    'debit, debit amount, soll, sollbetrag, betrag soll, debet, debet bedrag, montant debit, debe, cargo, importe debe | dr',
  credit:
    'credit, credit amount, haben, habenbetrag, betrag haben, credit bedrag, montant credit, haber, abono, importe haber | cr',
  amount:
    'amount, signed amount, betrag, umsatz, montant, bedrag, importe, monto | total, sum, summe, somme, value, wert',
  unit: 'currency, currency code, unit, iso code, wahrung, waehrung, wkz, devise, monnaie, idevise, valuta, munteenheid, moneda, divisa',
  value:
    'value in company currency, base amount, local amount, basisbetrag, betrag hauswahrung, importe local | value',
  rate: 'rate, exchange rate, kurs, wechselkurs, cours, taux, taux de change, koers, wisselkoers, tipo de cambio',
  memo: 'memo, line description, line text, line memo, zeilentext, positionstext, libelle ligne, glosa',
  itemReference:
    'item reference, open item, posten, op nummer, lettrage, ecriturelet, openstaande post, partida',
  dueDate:
    'due date, duedate, fallig, faellig, falligkeit, faelligkeit, zahlbar bis, echeance, date d echeance, vervaldatum, vencimiento, fecha de vencimiento',
}

const normal = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

interface Names {
  sure: ReadonlySet<string>
  maybe: ReadonlySet<string>
}

const namesIn = (names: string): ReadonlySet<string> =>
  new Set(
    names
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  )

const NAMES: readonly [string, Names][] = Object.entries(SYNONYMS).map(([field, text]) => {
  const [sure = '', maybe = ''] = text.split('|')
  return [field, { sure: namesIn(sure), maybe: namesIn(maybe) }]
})

function columnsOf(headers: readonly string[], rows: readonly (readonly string[])[]) {
  const found = new Map<string, { index: number; sure: number }>()
  const candidates = headers.flatMap((header, index) => matches(header, index, rows))
  const taken = new Set<number>()
  for (const { field, index, sure } of candidates.toSorted((a, b) => b.sure - a.sure || a.index - b.index)) {
    if (found.has(field) || taken.has(index)) continue
    found.set(field, { index, sure })
    taken.add(index)
  }
  return found
}

function matches(header: string, index: number, rows: readonly (readonly string[])[]) {
  const name = normal(header)
  if (name === '') return []
  const cells = rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '')
  const words = name.split(' ').length
  return NAMES.flatMap(([field, { sure, maybe }]) => {
    const certainty = sure.has(name) ? 0.95 + words / 100 : maybe.has(name) ? 0.6 : 0
    if (certainty === 0 || !isPlausible(field, cells)) return []
    return [{ field, index, sure: Math.min(1, certainty) }]
  })
}

/** "Soll" over 1200 is an account, over 10,00 an amount. */
function isPlausible(field: string, cells: readonly string[]): boolean {
  if (cells.length === 0) return true
  const isAmount = (cell: string) => /^[-+(]?[\d.,'\s\u00A0]+[-)]?$/.test(cell)
  // A cell that is wrong by itself does not make another column of it.
  const isAmounts = cells.filter(isAmount).length >= cells.length * 0.9
  const hasDecimals = cells.some((cell) => /[.,]\d{1,2}[-)]?$/.test(cell))
  if (field === 'debit' || field === 'credit' || field === 'amount' || field === 'value') return isAmounts
  if (field === 'debitAccount' || field === 'creditAccount') return !(isAmounts && hasDecimals)
  if (field === 'unit') return cells.every((cell) => /^[\p{L}$€£¥]{1,10}$/u.test(cell))
  return field !== 'date' && field !== 'dueDate' ? true : cells.some((cell) => /\d/.test(cell))
}
