import Argon2 from '@phi-ag/argon2'
import wasm from '@phi-ag/argon2/argon2.wasm'

/** argon2id with 19 MiB, 2 passes and 1 lane: the first choice of the OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

let loaded: Promise<Argon2> | undefined
async function argon2(): Promise<Argon2> {
  loaded ??= WebAssembly.instantiate(wasm).then((instance) => new Argon2(instance as never))
  return loaded
}

/** The hash of a password in PHC string format, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  return (await argon2()).hash(password, COST).encoded
}

export async function verifyPassword({
  hash,
  password,
}: {
  hash: string
  password: string
}): Promise<boolean> {
  const result = (await argon2()).tryVerify(hash, password)
  return !('error' in result)
}
