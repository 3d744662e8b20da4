import { z } from 'zod'
import { command, query } from '../../../durable-objects/kernel/contract.ts'
import { id, requiredLine, wholeNumber } from '../../../durable-objects/kernel/fields.ts'
import { LIMITS } from '../../../durable-objects/kernel/limits.ts'
import { REGIONS } from '../../../durable-objects/kernel/regions.ts'

/** Companies that arrive as a file: the export of another tenant, or of another deployment. */

const importView = z.object({
  import: id('company').describe('The id that the company will have.'),
  slug: z.string(),
  region: z.enum(REGIONS),
  state: z.enum(['receiving', 'cancelled']),
  lines: z.number().describe('Lines that were taken: the next part begins with this one, counted from 0.'),
  events: z.number(),
})
export type ImportView = z.output<typeof importView>

const ofImport = { import: id('company') }

export const importOperations = {
  StartImport: command({
    summary: 'Begin to import an exported company',
    description:
      'Send the file in parts of whole lines after this, and finish. Every event and document is verified as it arrives, and all invariants at the end; whatever is wrong is named, and nothing of the file is kept. With a `root` that you know from elsewhere, the file must begin with what it covers.',
    level: 'tenant',
    path: '/companies/import',
    scope: 'company:write',
    input: z.strictObject({
      slug: z
        .string()
        .regex(
          /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
          'Write 1 to 63 lower-case letters, digits and inner hyphens, such as "north-sea-coffee".',
        ),
      name: requiredLine(LIMITS.nameCharsMax).optional().describe('By default the one in the file.'),
      region: z.enum(REGIONS).optional().describe('By default the region of the tenant.'),
      root: z
        .strictObject({
          size: z.number().int().min(1).max(LIMITS.minorUnitsMax),
          root: z.string().regex(/^[0-9a-f]{64}$/, 'Write 64 hexadecimal digits.'),
        })
        .optional(),
    }),
    reply: importView,
    example: { slug: 'north-sea-coffee-copy' },
  }),
  SendImportPart: command({
    summary: 'Send the next part of a file that is imported',
    description:
      'Whole lines of the file, of which `line` is the number of the first one, counted from 0. After an interruption `GET` says where to go on.',
    level: 'tenant',
    path: '/companies/import/{import}/parts',
    scope: 'company:write',
    body: 'text',
    input: z.strictObject({
      ...ofImport,
      line: wholeNumber(0, LIMITS.minorUnitsMax),
      text: z.string(),
    }),
    reply: importView,
  }),
  GetImport: query({
    summary: 'Show how far an import is',
    level: 'tenant',
    path: '/companies/import/{import}',
    scope: 'company:write',
    input: z.strictObject(ofImport),
    reply: importView,
  }),
  FinishImport: command({
    summary: 'Verify an imported company as a whole, and open it',
    level: 'tenant',
    path: '/companies/import/{import}/finish',
    scope: 'company:write',
    input: z.strictObject(ofImport),
    reply: z.object({
      id: id('company'),
      slug: z.string(),
      name: z.string(),
      country: z.string(),
      currency: z.string(),
      region: z.enum(REGIONS),
      events: z.number(),
      tables: z
        .enum(['equal', 'other-version'])
        .describe('Whether all tables are those of the exporter; another version of Meridian has others.'),
    }),
  }),
  CancelImport: command({
    summary: 'End an import, and keep nothing of it',
    level: 'tenant',
    method: 'DELETE',
    path: '/companies/import/{import}',
    scope: 'company:write',
    body: 'none',
    status: 200,
    input: z.strictObject(ofImport),
    reply: importView,
  }),
}

export const importRefusals = {
  import_incomplete: { status: 422, title: 'The file is not complete' },
  import_not_found: { status: 404, title: 'There is no such import' },
  import_out_of_step: { status: 409, title: 'The part does not follow the one before' },
  import_refused: { status: 422, title: 'The file is not what it says' },
} as const
