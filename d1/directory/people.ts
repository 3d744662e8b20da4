import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { people } from './schema.ts'

/** The regions where the person with this e-mail HMAC has an account. */
export async function regionsOfPerson(database: D1Database, emailHmac: string): Promise<Region[]> {
  const rows = await drizzle(database)
    .select({ region: people.region })
    .from(people)
    .where(eq(people.emailHmac, emailHmac))
    .orderBy(asc(people.region))
  return rows.map(({ region }) => region)
}

export async function addPerson(database: D1Database, emailHmac: string, region: Region): Promise<void> {
  await drizzle(database).insert(people).values({ emailHmac, region }).onConflictDoNothing()
}
