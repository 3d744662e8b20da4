import type { LabelLayout } from '../../../durable-objects/inventory/items/contract.ts'

/** Paper that labels are sold on, in millimetres. A roll is a page a label. */
export interface Layout {
  page: readonly [width: number, height: number]
  columns: number
  rows: number
  label: readonly [width: number, height: number]
  /** Of the first label, from the top left corner of the page. */
  origin: readonly [x: number, y: number]
  /** From one label to the next. */
  pitch: readonly [x: number, y: number]
}

const roll = (width: number, height: number): Layout => ({
  page: [width, height],
  columns: 1,
  rows: 1,
  label: [width, height],
  origin: [0, 0],
  pitch: [width, height],
})

export const LAYOUTS: Readonly<Record<LabelLayout, Layout>> = {
  /** 24 labels of 70 × 37 mm, such as Avery L4474 and Herma 4464: the sheet has a margin of half a millimetre above. */
  'a4-3x8': {
    page: [210, 297],
    columns: 3,
    rows: 8,
    label: [70, 37],
    origin: [0, 0.5],
    pitch: [70, 37],
  },
  /** 14 labels of 99.1 × 38.1 mm, such as Avery L7163. */
  'a4-2x7': {
    page: [210, 297],
    columns: 2,
    rows: 7,
    label: [99.1, 38.1],
    origin: [4.65, 15.15],
    pitch: [101.6, 38.1],
  },
  /** 40 labels of 45.7 × 25.4 mm, such as Avery L7654. */
  'a4-4x10': {
    page: [210, 297],
    columns: 4,
    rows: 10,
    label: [45.7, 25.4],
    origin: [9.85, 21.5],
    pitch: [48.2, 25.4],
  },
  /** 30 labels of 66.7 × 25.4 mm (2⅝ × 1 inch), such as Avery 5160. */
  'letter-3x10': {
    page: [215.9, 279.4],
    columns: 3,
    rows: 10,
    label: [66.675, 25.4],
    origin: [4.7625, 12.7],
    pitch: [69.85, 25.4],
  },
  'roll-62x29': roll(62, 29),
  'roll-57x32': roll(57, 32),
}
