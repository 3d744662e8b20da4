import { randomBytes } from 'node:crypto'
import initialize from '@phi-ag/argon2/node'
import { addPerson } from '../../d1/directory/people.ts'
import { addMember } from '../../d1/identity/members.ts'
import { addUser } from '../../d1/identity/people.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { emailHmac } from '../../workers/identity/directory.ts'
import { COST } from '../../workers/identity/password-cost.ts'

/** The people of the demo: one for each kind of work, and an operator of the platform, who is in no tenant. */
export interface DemoPerson {
  name: string
  email: string
  role: string | undefined
  password: string
}

const PEOPLE: [name: string, address: string, role: string | undefined][] = [
  ['Hanne Petersen', 'hanne.petersen', 'owner'],
  ['Jonas Brandt', 'jonas.brandt', 'accountant'],
  ['Aylin Kaya', 'aylin.kaya', 'payables-clerk'],
  ['Tom Lüders', 'tom.lueders', 'manager'],
  ['Ingrid Sørensen', 'ingrid.sorensen', 'auditor'],
  ['Sam Okafor', 'operator', undefined],
]
const DOMAIN = 'demo.meridian.example'

export const DEMO_OWNER = `${PEOPLE[0]?.[1]}@${DOMAIN}`
export const DEMO_OPERATOR = `operator@${DOMAIN}`

export const newDemoPeople = (): DemoPerson[] =>
  PEOPLE.map(([name, address, role]) => ({
    name,
    email: `${address}@${DOMAIN}`,
    role,
    password: randomBytes(12).toString('base64url'),
  }))

export interface Stores {
  directory: D1Database
  identity: D1Database
  /** As in the deployment: the directory's HMACs are made with it. */
  authSecret: string
  region: Region
}

/** Adds a person with a password, through the functions that signing up uses. */
export async function provisionPerson(
  { directory, identity, authSecret, region }: Stores,
  person: { name: string; email: string; password: string },
): Promise<string> {
  const argon2 = await initialize()
  const passwordHash = argon2.hash(person.password, COST).encoded
  const { id } = await addUser(identity, { name: person.name, email: person.email, passwordHash })
  await addPerson(directory, await emailHmac({ AUTH_SECRET: authSecret }, person.email), region)
  return id
}

export async function provisionDemoPeople(
  stores: Stores,
  tenant: string,
  people: readonly DemoPerson[],
): Promise<void> {
  for (const person of people) {
    const user = await provisionPerson(stores, person)
    if (person.role !== undefined)
      await addMember(stores.identity, { tenant, user, roles: [person.role], rules: [] }, Date.now())
  }
}
