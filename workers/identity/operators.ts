import type { Env } from '../regions.ts'
import { emailHmac } from './directory.ts'

/** Whether the person with this (proven) e-mail address operates the platform. */
export async function isOperator(env: Env, email: string): Promise<boolean> {
  const operators = (env.OPERATORS ?? '').split(',').map((each) => each.trim())
  return operators.includes(await emailHmac(env, email))
}
