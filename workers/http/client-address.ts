import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import type { Edge } from '../edge.ts'

/** The address that a request comes from, as the platform tells it; undefined where nobody trustworthy does. */
export const clientAddress = (c: Context<Edge>): string | undefined =>
  c.env.TRUST_CLIENT_ADDRESS === 'on' ? c.req.header('cf-connecting-ip') : undefined

/** ISO 3166 code of the country that a request comes from, where the platform knows it. */
export function clientCountry(c: Context<Edge>): string | undefined {
  if (c.env.TRUST_CLIENT_ADDRESS !== 'on') return undefined
  const country = (c.req.raw as { cf?: { country?: unknown } }).cf?.country
  return typeof country === 'string' ? country : undefined
}

/** What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address (RFC 6177). */
export function addressPrefix(address: string): string {
  if (!address.includes(':')) return address.slice(0, 64)
  if (!ipaddr.isValid(address)) return address.slice(0, 64)
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4)
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`
}
