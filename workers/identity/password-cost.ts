/** argon2id with 19 MiB, 2 passes and 1 lane: the first choice of the OWASP Password Storage Cheat Sheet. */
export const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
