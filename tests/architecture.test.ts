import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Dependencies point inward (docs/architecture.md). Each row: files under a path may import only from these. */
const root = join(import.meta.dirname, '..')

const RULES: { files: RegExp; may: RegExp; because: string }[] = [
  {
    files: /^durable-objects\/kernel\//,
    may: /^durable-objects\/kernel\//,
    because: 'the kernel knows nothing of the business',
  },
  {
    files: /^durable-objects\/(?!kernel\/)[^/]+\//,
    may: /^durable-objects\/(kernel\/|([^/]+\/){1,2}(contract|inputs|replies|mapping)\.ts$|SELF\/)/,
    because: 'a module knows the kernel, itself, and of other modules their contract',
  },
  {
    files:
      /^durable-objects\/([^/]+\/){1,2}((contract|conditions|inputs|replies|mapping)\.ts$|contract\/[^/]+\.ts$)/,
    may: /^durable-objects\/(kernel\/(contract|fields|limits|money|regions|ids|dates|zones)\.ts$|([^/]+\/){1,2}((contract|conditions|inputs|replies|mapping)\.ts$|contract\/[^/]+\.ts$))/,
    because: 'contracts are shared with the browser',
  },
  {
    files: /^durable-objects\/[^/]+\.ts$/,
    may: /^(durable-objects\/|queues\/|workers\/regions\.ts$)/,
    because: 'the object wires modules, the relay and its bindings',
  },
  {
    files: /^d1\//,
    may: /^(d1\/|durable-objects\/kernel\/)/,
    because: 'what can be rebuilt depends on nothing that it is rebuilt from',
  },
  {
    files: /^queues\//,
    may: /^(queues\/|d1\/|durable-objects\/(kernel\/|contracts\.ts$|faults\.ts$|([^/]+\/){1,2}(contract|inputs|replies|mapping)\.ts$)|workers\/regions\.ts$)/,
    because: 'consumers know contracts and D1, not the insides of modules',
  },
  {
    files: /^workers\/(contracts\.ts$|access\/contract(\.ts$|\/))/,
    may: /^(workers\/access\/contract(\.ts$|\/)|durable-objects\/(contracts\.ts$|kernel\/(contract|fields|limits|money|regions|ids|dates|zones)\.ts$))/,
    because: 'contracts are shared with the browser',
  },
  {
    files: /^workers\//,
    may: /^(workers\/|queues\/|d1\/|durable-objects\/(kernel\/|contracts\.ts$|books\.ts$|faults\.ts$|gate\.ts$|([^/]+\/){1,2}(contract|inputs|replies|mapping)\.ts$))/,
    because: 'the edge knows contracts, not the insides of modules',
  },
  {
    files: /^client\//,
    may: /^(client\/|workers\/contracts\.ts$|workers\/access\/contract(\.ts$|\/)|durable-objects\/(contracts\.ts$|([^/]+\/){1,2}(contract|inputs|replies|mapping)\.ts$|inventory\/items\/(gs1|barcodes)\.ts$|kernel\/(contract|fields|limits|money|regions|ids|dates|zones|amount|module|grants|field-classes)\.ts$))/,
    because: 'the browser gets contracts and nothing else',
  },
]

/** Pure code could run on paper. */
const PURE =
  /^durable-objects\/(([^/]+\/){1,2}(domain|posting|model|rules|policy|evaluate)|[^/]+\/interchange\/.*)\.ts$/
const IMPURE =
  /\b(Date\.now|new Date\(\)|Math\.random|crypto\.|await |performance\.|fetch\()|from 'cloudflare:|from 'node:/

const files = ['durable-objects', 'd1', 'queues', 'workers', 'client'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes('node_modules')),
)

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) =>
    relative(root, normalize(join(root, dirname(file), match[1] as string))),
  )
}

describe('dependencies point inward', () => {
  it('there is something to check', () => expect(files.length).toBeGreaterThan(50))

  it.each(RULES.map((rule) => [rule.files.source, rule] as const))(
    '%s',
    (_, { files: applies, may, because }) => {
      const broken = files
        .filter((file) => applies.test(file))
        .flatMap((file) => {
          const own = `${file.split('/').slice(0, 2).join('/')}/`
          return importsOf(file)
            .filter(
              (target) =>
                !may.test(target.startsWith(own) ? target.replace(own, 'durable-objects/SELF/') : target),
            )
            .filter((target) => !may.test(target))
            .map((target) => `${file} imports ${target}`)
        })
      expect(broken, because).toEqual([])
    },
  )

  it('the parts of a module know each other by their contracts only', () => {
    const partOf = (file: string) => /^(durable-objects\/[^/]+\/[^/]+)\//.exec(file)?.[1]
    const isPart = (folder: string | undefined) =>
      folder !== undefined && files.includes(`${folder}/contract.ts`) && files.includes(`${folder}/store.ts`)
    const crossing = files
      .filter((file) => isPart(partOf(file)))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => isPart(partOf(target)) && partOf(target) !== partOf(file))
          .filter((target) => !target.endsWith('/contract.ts'))
          .map((target) => `${file} imports ${target}`),
      )
    expect(crossing).toEqual([])
  })

  it('decisions use no clock, no randomness, no platform', () => {
    const broken = files.filter(
      (file) => PURE.test(file) && IMPURE.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(broken).toEqual([])
  })

  it('modules do not import each other in a circle through their stores', () => {
    const crossing = files
      .filter((file) => /^durable-objects\/[^/]+\/(store|domain)\.ts$/.test(file))
      .flatMap((file) =>
        importsOf(file).filter(
          (target) => /\/(store|domain)\.ts$/.test(target) && dirname(target) !== dirname(file),
        ),
      )
    expect(crossing).toEqual([])
  })
})
