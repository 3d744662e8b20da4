import ipaddr from 'ipaddr.js'

/** Why an address that a user gave is not asked for; `url` is what to do about it. */
export interface AddressFault {
  code: 'not_a_url' | 'scheme' | 'credentials' | 'port' | 'fragment' | 'private_address' | 'private_name'
  detail: string
}

const URL_CHARS_MAX = 2_000

/**
 * An https address of the public internet, or why it is none (OWASP, Server-Side Request Forgery Prevention). The URL
 * parser has brought every notation of an address into one form (WHATWG URL, 3.5: decimal, octal, hexadecimal, IDN), and
 * what is checked is that form, which is also what is asked for.
 *
 * Names are not resolved here: an answer could be another one a moment later (DNS rebinding). That a name leads to no
 * private network is the platform's part: a Worker's requests leave from Cloudflare's edge, which has no way into one.
 */
export function checkedUrl(text: string, { allowLoopback = false } = {}): URL | AddressFault {
  const url = text.length <= URL_CHARS_MAX ? URL.parse(text) : null
  if (!url) return fault('not_a_url', 'Write a full address such as "https://example.com/path".')
  if (allowLoopback && isLoopback(url)) return url
  if (url.protocol !== 'https:') return fault('scheme', 'Use https.')
  if (url.username !== '' || url.password !== '')
    return fault('credentials', 'Leave user and password out of it.')
  if (url.port !== '') return fault('port', 'Use the default port.')
  const host = bareHost(url)
  if (ipaddr.isValid(host))
    return isPublic(host) ? url : fault('private_address', 'Is not an address of the public internet.')
  return isPublicName(host) ? url : fault('private_name', 'Use a full name of the public internet.')
}

const fault = (code: AddressFault['code'], detail: string): AddressFault => ({ code, detail })

/** Without the brackets of IPv6 and the dot of a name's root. */
const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')

function isLoopback(url: URL): boolean {
  return (
    ['http:', 'https:'].includes(url.protocol) && ['127.0.0.1', '::1', 'localhost'].includes(bareHost(url))
  )
}

/**
 * Only `unicast` is the public internet: everything that has a name of its own in the IANA special-purpose registries is
 * private, loopback, link-local, shared, multicast, reserved, or a way to wrap one of these in IPv6.
 */
function isPublic(host: string): boolean {
  const address = ipaddr.parse(host)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return true
  const sixth = address as ipaddr.IPv6
  return sixth.match(GLOBAL) && !sixth.match(PROTOCOLS)
}

/** All that is given out for the public internet (RFC 3513); an IPv4 address in front of zeros lies outside of it. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')
/** Kept for protocols (RFC 2928); the library has names only for parts of it. */
const PROTOCOLS = ipaddr.IPv6.parseCIDR('2001::/23')

/** Top-level names that lead into somebody's own network, or nowhere (RFC 2606, 6761, 6762, 7686, 8375, 9476). */
const PRIVATE_TOP = new Set([
  'alt',
  'arpa',
  'corp',
  'example',
  'home',
  'internal',
  'intranet',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'mail',
  'onion',
  'private',
  'test',
])

function isPublicName(host: string): boolean {
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  if (labels.length < 2 || labels.some((label) => label === '') || host.length > 253) return false
  // A last label of digits only is never a name (RFC 3696, 2), but some resolvers read it as an address.
  return !PRIVATE_TOP.has(top) && !/^\d+$/.test(top) && /^[a-z0-9.-]+$/.test(host)
}
