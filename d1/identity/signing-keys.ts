import { drizzle } from 'drizzle-orm/d1'
import { jwks } from './auth-schema.ts'

export interface SigningKey {
  id: string
  /** JWK of the public half, as JSON. */
  publicKey: string
  /** From then on it signs nothing more. */
  expiresAt: number | null
}

/** The public halves of the keys that the region signs tokens with. */
export async function signingKeys(database: D1Database): Promise<SigningKey[]> {
  const rows = await drizzle(database)
    .select({ id: jwks.id, publicKey: jwks.publicKey, expiresAt: jwks.expiresAt })
    .from(jwks)
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt?.getTime() ?? null }))
}
