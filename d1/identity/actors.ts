/** Whoever can stand as the actor of an event of a tenant's books. */
export interface NamedActor {
  id: string
  name: string | null
  kind: 'user' | 'key' | 'app' | 'system'
  disabled: number
}

/** By id: members, keys and apps, what is shut out or revoked included, and what the books do by themselves. */
export async function actorsOfTenant(
  database: D1Database,
  tenant: string,
  { after, limit, nowMs }: { after: string; limit: number; nowMs: number },
): Promise<NamedActor[]> {
  const { results } = await database
    .prepare(
      `SELECT members.user AS id, user.name AS name, 'user' AS kind, members.disabled AS disabled
         FROM members LEFT JOIN user ON user.id = members.user
         WHERE members.tenant = ?1 AND members.user > ?2
       UNION ALL
       SELECT id, name, 'key', revoked_at IS NOT NULL OR (expires_at IS NOT NULL AND expires_at <= ?4)
         FROM api_keys WHERE tenant = ?1 AND id > ?2
       UNION ALL
       SELECT oauth_apps.client, oauth_client.name, 'app', 0
         FROM oauth_apps LEFT JOIN oauth_client ON oauth_client.client_id = oauth_apps.client
         WHERE oauth_apps.tenant = ?1 AND oauth_apps.client > ?2
       UNION ALL
       SELECT 'system', 'Meridian', 'system', 0 WHERE 'system' > ?2
       ORDER BY 1 LIMIT ?3`,
    )
    .bind(tenant, after, limit, nowMs)
    .all<NamedActor>()
  return results
}
