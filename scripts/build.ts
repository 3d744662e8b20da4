import { buildAssets, buildWorker } from './local/build.ts'

await Promise.all([buildAssets(), buildWorker()])
