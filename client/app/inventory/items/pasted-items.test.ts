import { expect, it } from 'vitest'
import { readPasted } from './pasted-items.ts'

it('a table is read by the names of its columns, as spreadsheets and other systems write them', () => {
  const { rows, columns, ignored, problem } = readPasted(
    'SKU\tItem name\tCategory\tEAN\tWeight (kg)\tColour\nESP-250\tEspresso\tcoffee\t4006381333931\t0,25\tblack\n',
  )
  expect(problem).toBeUndefined()
  expect(columns).toEqual(['Code', 'Name', 'Family', 'Barcode', 'Weight, kg'])
  expect(ignored).toEqual(['Colour'])
  expect(rows).toEqual([
    {
      code: 'ESP-250',
      name: 'Espresso',
      family: 'coffee',
      barcodes: [{ barcode: '4006381333931', kind: 'ean13' }],
      weightKg: '0.25',
    },
  ])
})

it('empty cells say nothing, and words are those of people', () => {
  const { rows } = readPasted(
    'code,name,kind,tracking,method,decimals,expires\nA,,Goods,Batch,AVCO,3,yes\nB,Bee,,,,,',
  )
  expect(rows).toEqual([
    { code: 'A', kind: 'stock', tracking: 'lot', method: 'average', scale: 3, hasExpiry: true },
    { code: 'B', name: 'Bee' },
  ])
})

it('without a column for the code, or a line below the first, nothing is read', () => {
  expect(readPasted('name\nEspresso').problem).toContain('code')
  expect(readPasted('code,name').problem).toContain('no line')
})
