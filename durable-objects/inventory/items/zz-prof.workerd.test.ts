import { runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { TestBooks } from '../../../tests/support/books.ts'
import { checkDigit } from './barcodes.ts'
import { Database } from '../../kernel/database.ts'
import { ItemTables } from './tables.ts'
import { Families } from './families.ts'
import { catalogueOf } from './catalogue.ts'
import { decideSave } from './domain.ts'
import { idAtSequence } from '../../kernel/ids.ts'
it('prof', async () => {
  const books = await TestBooks.open()
  await runInDurableObject(books.stub, (_, state) => {
    const db = new Database(state.storage.sql)
    const tables = new ItemTables(db)
    const cat = catalogueOf(tables, new Families(db), { hasMoved: () => false, account: () => undefined })
    for (const round of [0, 1, 2]) {
      const rows = Array.from({ length: 10_000 }, (_, i) => { const n = round * 10_000 + i; const d = String(400000000000 + n); return { value: { code: `P${n}`, name: `Product steel ${n % 97}`, externalId: `x${n}`, barcodes: [{ barcode: d + checkDigit(d) }], attributes: { c: 'rouge' } } } })
      let t = Date.now()
      const saved = decideSave(cat, { first: 100 + round * 10_000, idAt: (s) => idAtSequence('item', 1_700_000_000_000, s, 7) }, { rows }) as any
      const decided = Date.now() - t
      t = Date.now()
      state.storage.transactionSync(() => { for (const [i, e] of saved.events.entries()) tables.create({ ...e, sequence: 100 + round * 10_000 + i }) })
      const created = Date.now() - t
      t = Date.now()
      tables.written()
      console.log('decide', decided, 'create', created, 'search', Date.now() - t)
    }
  })
  expect(1).toBe(1)
}, 300_000)
