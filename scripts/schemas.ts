import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventSchemas } from '../queues/contracts.ts'
import { projectRoot } from './local/paths.ts'

/** `npm run schemas`: writes the snapshot of each event version that has none yet. Existing ones are promises and stay. */
for (const [name, schema] of Object.entries(eventSchemas())) {
  const file = join(projectRoot, 'queues/schemas', `${name.replace('/', '.v')}.json`)
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (exists) continue
  await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`)
  console.log(`wrote ${file}`)
}
