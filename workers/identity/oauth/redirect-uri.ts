import type { FieldError } from '../../../durable-objects/kernel/result.ts'

const LOOPBACK = new Set(['127.0.0.1', '[::1]'])

/** RFC 8252, 7.1: a private scheme is a domain name of the app's maker, backwards. */
const PRIVATE_SCHEME = /^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+:$/

/**
 * What is wrong with an address that an app wants people to be sent back to; undefined when nothing is. Allowed are https,
 * the loopback interface over http with its number (any port then matches), and for public apps a scheme of their own
 * (RFC 8252, RFC 9700). It is compared character by character, so it may have no wildcard.
 */
export function redirectFault(uri: string, type: 'confidential' | 'public'): string | undefined {
  const url = URL.parse(uri)
  if (!url || uri !== uri.trim() || /[\s\\]/.test(uri))
    return 'Write a full address such as "https://app.example.com/oauth/callback".'
  if (uri.includes('#')) return 'Leave out the fragment: it never reaches the app.'
  if (url.username !== '' || url.password !== '') return 'Leave out user and password.'
  if (uri.includes('*')) return 'Write it in full: addresses are compared character by character.'
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:') {
    if (LOOPBACK.has(url.hostname)) return undefined
    return url.hostname === 'localhost'
      ? 'Write 127.0.0.1 or [::1]: the name localhost may lead elsewhere.'
      : 'Use https. Only the loopback interface (127.0.0.1, [::1]) may go without.'
  }
  if (!PRIVATE_SCHEME.test(url.protocol))
    return 'Use https, or for a native app a scheme that is its domain name backwards, such as "com.example.app:/callback".'
  return type === 'public' ? undefined : 'Only a public app has a scheme of its own. Use https.'
}

export function redirectFaults(uris: readonly string[], type: 'confidential' | 'public'): FieldError[] {
  return uris.flatMap((uri, index) => {
    const detail = redirectFault(uri, type)
    return detail === undefined
      ? []
      : [{ pointer: `/redirectUris/${index}`, code: 'redirect_uri_not_allowed', detail }]
  })
}
