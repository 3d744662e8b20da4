import type { Mapping } from './mapping.ts'

/** Files to fill in: a header and two example rows, in the columns that the mapping beside them reads. */
export interface ImportTemplate {
  name: string
  text: string
  mapping: Mapping
}

const plain = { dateFormat: 'YYYY-MM-DD', decimalMark: '.', delimiter: ',' } as const

export const TEMPLATES: Readonly<Record<'lines' | 'entries' | 'opening-balances', ImportTemplate>> = {
  lines: {
    name: 'journal-lines.csv',
    text: 'Entry,Date,Description,Reference,Account,Debit,Credit,Currency,Value,Memo\nS-1,2026-03-31,Cash sale,INV-7,1000,10.00,,,,\nS-1,2026-03-31,Cash sale,INV-7,4000,,10.00,,,\n',
    mapping: {
      ...plain,
      layout: 'lines',
      columns: {
        externalId: 'Entry',
        date: 'Date',
        description: 'Description',
        reference: 'Reference',
        account: 'Account',
        debit: 'Debit',
        credit: 'Credit',
        unit: 'Currency',
        value: 'Value',
        memo: 'Memo',
      },
    },
  },
  entries: {
    name: 'journal-entries.csv',
    text: 'Id,Date,Debit account,Credit account,Amount,Description,Reference\nS-1,2026-03-31,1000,4000,10.00,Cash sale,INV-7\nS-2,2026-03-31,1000,4000,25.50,Cash sale,INV-8\n',
    mapping: {
      ...plain,
      layout: 'entries',
      columns: {
        externalId: 'Id',
        date: 'Date',
        debitAccount: 'Debit account',
        creditAccount: 'Credit account',
        amount: 'Amount',
        description: 'Description',
        reference: 'Reference',
      },
    },
  },
  'opening-balances': {
    name: 'opening-balances.csv',
    text: 'Account,Debit,Credit,Currency,Value,Reference,Due date,Memo\n1000,500.00,,,,,,\n1200,119.00,,,,INV-6,2026-01-31,\n',
    mapping: {
      ...plain,
      layout: 'lines',
      columns: {
        account: 'Account',
        debit: 'Debit',
        credit: 'Credit',
        unit: 'Currency',
        value: 'Value',
        itemReference: 'Reference',
        dueDate: 'Due date',
        memo: 'Memo',
      },
    },
  },
}
