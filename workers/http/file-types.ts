import type { FileFormat } from '../../durable-objects/kernel/contract.ts'

/** Media types of the files that replies are there as. */
export const FILE_TYPES: Record<FileFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}
