import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stateFolder } from './local/paths.ts'

/** `npm run --silent demo:key`: prints an API key of the demo tenant. */
try {
  console.log(await readFile(join(stateFolder, 'demo-key'), 'utf8'))
} catch {
  console.error(`There is no demo key in ${stateFolder}. Run npm start once, with the same MERIDIAN_STATE.`)
  process.exitCode = 1
}
