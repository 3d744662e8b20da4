/// <reference types="@cloudflare/vitest-pool-workers/types" />
import type { D1Migration } from '@cloudflare/vitest-pool-workers'
import type { Env } from '../workers/regions.ts'

declare global {
  namespace Cloudflare {
    interface Env extends TestEnv {}
  }
}

interface TestEnv extends Env {
  DIRECTORY_MIGRATIONS: D1Migration[]
  IDENTITY_MIGRATIONS: D1Migration[]
  REPORTING_MIGRATIONS: D1Migration[]
}
