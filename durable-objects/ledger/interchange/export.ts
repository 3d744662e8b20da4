/**
 * Writes the books as a plain-text journal: for hledger, ledger or beancount.
 *
 * Streaming: `journalHeader` once, then `entryText` per entry, joined without separators. The context is made once
 * from the header. The figures the three programs then report are the books' integers to the last digit.
 */
import { beancountEntry, beancountHeader, beancountNames } from './export-beancount.ts'
import { journalEntry, journalHead } from './export-journal.ts'
import type { ExportContext, ExportEntry, ExportFormat, ExportHeader } from './export-model.ts'

/** What the writers need for each entry; the same for all formats. */
export const exportContext = (header: ExportHeader): ExportContext => ({
  currency: header.currency,
  currencyScale: header.currencyScale,
  beancount: beancountNames(header),
})

/** The beginning of the file: options, units, accounts. Ends in an empty line. */
export const journalHeader = (format: ExportFormat, header: ExportHeader): string =>
  format === 'beancount' ? beancountHeader(header, exportContext(header)) : journalHead(format, header)

/** One entry, ending in an empty line. Entries may come in any order. */
export const entryText = (format: ExportFormat, entry: ExportEntry, context: ExportContext): string =>
  format === 'beancount' ? beancountEntry(entry, context) : journalEntry(format, entry, context)
