import { expect } from 'vitest'
import { operations, pathOf } from '../../workers/contracts.ts'
import { accepted, type Reply, request } from './api.ts'
import type { Company } from './company.ts'
import { knowSchemas, type Schema, violations } from './json-schema.ts'

interface Described {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

interface Description {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}

/** A company whose replies are held against the contract and against the API's description. */
export class DescribedCompany {
  readonly company: Company
  readonly #description: Description
  readonly #seen = new Set<string>()

  private constructor(company: Company, description: Description) {
    this.company = company
    this.#description = description
  }

  static async over(url: string, company: Company): Promise<DescribedCompany> {
    const description = accepted(await request<Description>(`${url}/v1/openapi.json`))
    knowSchemas(description.components.schemas)
    return new DescribedCompany(company, description)
  }

  async get<Body>(name: string, path: string): Promise<Body> {
    return this.#checked(name, await this.company.get(path))
  }

  /** By default with the example of the contract. */
  async post<Body>(name: string, path: string, body?: unknown): Promise<Body> {
    return this.#checked(name, await this.company.post(path, body ?? operationOf(name).example ?? {}))
  }

  /** A reply that was asked for in another way, such as by NDJSON. */
  reply<Body>(name: string, reply: Reply): Body {
    return this.#checked(name, reply)
  }

  /** Operations of modules that nothing was asked of. */
  unseen(...modules: string[]): string[] {
    return operations()
      .filter(({ module }) => modules.includes(module))
      .map(({ module, name }) => `${module}.${name}`)
      .filter((name) => !this.#seen.has(name))
  }

  #checked<Body>(name: string, reply: Reply): Body {
    const operation = operationOf(name)
    expect([name, reply.status, reply.text.slice(0, 500)]).toEqual([
      name,
      operation.status,
      expect.any(String),
    ])
    const responses = this.#description.paths[pathOf(operation)]?.[operation.method.toLowerCase()]?.responses
    const schema = responses?.[operation.status]?.content?.['application/json']?.schema
    expect(violations(schema, reply.body)).toEqual([])
    expect(operation.reply.safeParse(reply.body)).toMatchObject({ success: true })
    this.#seen.add(name)
    return reply.body as Body
  }
}

function operationOf(name: string) {
  const named = operations().find((each) => `${each.module}.${each.name}` === name)
  if (!named) throw new Error(`there is no operation ${name}`)
  return named.operation
}
