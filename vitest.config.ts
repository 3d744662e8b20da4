import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'
import { mailFiles } from './scripts/local/mail-files.ts'

/**
 * unit: pure code in Node · workerd: modules inside real objects · server: the running product over HTTP ·
 * browser: the running product in Chromium. The suffix of a test's file says which. They run one project after the
 * other: a browser that shares two cores with a load test tells nothing.
 */
const mailFolder = join(tmpdir(), `meridian-mail-${process.pid}`)
const migrations = async (folder: string) => readD1Migrations(join(import.meta.dirname, folder))

/** Bundled once for all files: each of them loads the whole Worker, and the authentication library has hundreds of modules. */
const BUNDLED = [
  '@better-auth/oauth-provider',
  '@better-auth/passkey',
  'better-auth',
  'better-auth/adapters/drizzle',
  'better-auth/api',
  'better-auth/cookies',
  'better-auth/crypto',
  'better-auth/plugins',
  'drizzle-orm',
  'drizzle-orm/d1',
  'drizzle-orm/sqlite-core',
  'hono',
  'hono/cookie',
  'hono/secure-headers',
  'hono/utils/http-status',
  'ipaddr.js',
  'itty-durable',
  'itty-router',
  'jose',
  '@pdf-lib/fontkit',
  'papaparse',
  'pdf-lib',
  'write-excel-file/node',
  'rrule',
  'ulid',
  'canonicalize',
  'zod',
]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.{workerd,server,browser}.test.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              serviceBindings: { MAIL_FILES: mailFiles(mailFolder) },
              bindings: {
                JURISDICTIONS: 'off',
                SANDBOX: 'on',
                // Tests say from where they come.
                TRUST_CLIENT_ADDRESS: 'on',
                MAILBOX: 'on',
                AUTH_SECRET: 'a secret for tests only, which signs nothing that counts anywhere',
                DIRECTORY_MIGRATIONS: await migrations('d1/directory/migrations'),
                IDENTITY_MIGRATIONS: await migrations('d1/identity/migrations'),
                REPORTING_MIGRATIONS: await migrations('d1/reporting/migrations'),
              },
            },
          })),
        ],
        test: {
          name: 'workerd',
          include: ['**/*.workerd.test.ts'],
          setupFiles: ['./tests/workerd-setup.ts'],
          testTimeout: 30_000,
          deps: {
            optimizer: {
              ssr: {
                enabled: true,
                include: BUNDLED,
                rolldownOptions: { external: [/^node:/, /^cloudflare:/] },
              },
            },
          },
        },
      },
      {
        test: {
          name: 'server',
          include: ['**/*.server.test.ts'],
          globalSetup: './tests/served.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['**/*.browser.test.ts'],
          globalSetup: './tests/served.ts',
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // As long as Playwright itself waits for something: Vitest's own second is a promise about the machine.
          expect: { poll: { timeout: 30_000 } },
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
