import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkedUrl } from './outbound-address.ts'

/** What becomes of an address that a user gives: `public`, or the code of what is wrong with it. */
const judged = (text: string, options?: { allowLoopback: boolean }) => {
  const url = checkedUrl(text, options)
  return url instanceof URL ? 'public' : url.code
}

const PUBLIC = [
  'https://example.com',
  'https://login.example.com/.well-known/openid-configuration',
  'https://EXAMPLE.com.',
  'https://example.com:443/',
  'https://bücher.de/',
  'https://8.8.8.8/',
  'https://[2606:4700:4700::1111]/',
  'https://login.microsoftonline.com/tenant/v2.0?p=x',
]

const REFUSED: [string, string][] = [
  // Not an address at all, or another protocol.
  ['not_a_url', ''],
  ['not_a_url', 'example.com'],
  ['not_a_url', '//example.com'],
  ['not_a_url', 'https://'],
  ['not_a_url', `https://example.com/${'a'.repeat(2_000)}`],
  ['not_a_url', 'https://256.256.256.256/'],
  ['not_a_url', 'https://1.2.3.4.5/'],
  ['not_a_url', 'https://[::1/'],
  ['scheme', 'http://example.com'],
  ['scheme', 'file:///etc/passwd'],
  ['scheme', 'ftp://example.com'],
  ['scheme', 'gopher://example.com'],
  ['scheme', 'data:text/plain,hello'],
  ['scheme', 'javascript:alert(1)'],
  ['credentials', 'https://user@example.com'],
  ['credentials', 'https://user:password@example.com'],
  ['credentials', 'https://example.com@127.0.0.1/'],
  ['port', 'https://example.com:22/'],
  ['port', 'https://example.com:8443/'],
  // IPv4 in every notation that the URL standard knows.
  ['private_address', 'https://127.0.0.1/'],
  ['private_address', 'https://127.1/'],
  ['private_address', 'https://2130706433/'],
  ['private_address', 'https://0x7f000001/'],
  ['private_address', 'https://0177.0.0.1/'],
  ['private_address', 'https://0x7f.0.0.1/'],
  ['private_address', 'https://127.0.0.1./'],
  ['private_address', 'https://①②⑦.⓪.⓪.①/'],
  ['private_address', 'https://127。0。0。1/'],
  ['private_address', 'https://%31%32%37.0.0.1/'],
  ['private_address', 'https://0/'],
  ['private_address', 'https://0.0.0.0/'],
  ['private_address', 'https://10.0.0.1/'],
  ['private_address', 'https://172.16.0.1/'],
  ['private_address', 'https://172.31.255.255/'],
  ['private_address', 'https://192.168.1.1/'],
  ['private_address', 'https://169.254.169.254/latest/meta-data/'],
  ['private_address', 'https://100.64.0.1/'],
  ['private_address', 'https://100.100.100.200/'],
  ['private_address', 'https://192.0.0.192/'],
  ['private_address', 'https://192.0.2.1/'],
  ['private_address', 'https://198.18.0.1/'],
  ['private_address', 'https://198.51.100.1/'],
  ['private_address', 'https://203.0.113.1/'],
  ['private_address', 'https://224.0.0.1/'],
  ['private_address', 'https://240.0.0.1/'],
  ['private_address', 'https://255.255.255.255/'],
  // IPv6, and IPv4 inside it.
  ['private_address', 'https://[::]/'],
  ['private_address', 'https://[::1]/'],
  ['private_address', 'https://[0:0:0:0:0:0:0:1]/'],
  ['private_address', 'https://[::ffff:127.0.0.1]/'],
  ['private_address', 'https://[::ffff:7f00:1]/'],
  ['private_address', 'https://[::ffff:8.8.8.8]/'],
  ['private_address', 'https://[::127.0.0.1]/'],
  ['private_address', 'https://[64:ff9b::169.254.169.254]/'],
  ['private_address', 'https://[64:ff9b:1::a00:1]/'],
  ['private_address', 'https://[2002:7f00:1::]/'],
  ['private_address', 'https://[2001::1]/'],
  ['private_address', 'https://[2001:100::1]/'],
  ['private_address', 'https://[2001:db8::1]/'],
  ['private_address', 'https://[3fff::1]/'],
  ['private_address', 'https://[fc00::1]/'],
  ['private_address', 'https://[fd00:ec2::254]/'],
  ['private_address', 'https://[fe80::1]/'],
  ['private_address', 'https://[fec0::1]/'],
  ['private_address', 'https://[ff02::1]/'],
  ['private_address', 'https://[100::1]/'],
  // Names of somebody's own network.
  ['private_name', 'https://localhost/'],
  ['private_name', 'https://LOCALHOST./'],
  ['private_name', 'https://app.localhost/'],
  ['private_name', 'https://router/'],
  ['private_name', 'https://printer.local/'],
  ['private_name', 'https://metadata.google.internal/'],
  ['private_name', 'https://metadata.google.internal./'],
  ['private_name', 'https://db.corp/'],
  ['private_name', 'https://nas.home.arpa/'],
  ['private_name', 'https://nas.lan/'],
  ['private_name', 'https://hidden.onion/'],
  ['private_name', 'https://ｌｏｃａｌｈｏｓｔ/'],
  ['private_name', 'https://ⓛocalhost/'],
  ['private_name', 'https://a..com/'],
  ['private_name', 'https://under_score.com/'],
]

describe('an address that a user gives', () => {
  it.each(PUBLIC)('%s is asked for', (text) => expect(judged(text)).toBe('public'))

  it.each(REFUSED)('%s: %s', (code, text) => expect(judged(text)).toBe(code))

  it('may be loopback where the deployment says so, and nothing else private', () => {
    const options = { allowLoopback: true }
    expect(judged('http://127.0.0.1:8080/', options)).toBe('public')
    expect(judged('http://localhost:8080/', options)).toBe('public')
    expect(judged('http://10.0.0.1/', options)).toBe('scheme')
    expect(judged('https://169.254.169.254/', options)).toBe('private_address')
    expect(judged('http://example.com/', options)).toBe('scheme')
  })

  it('is never one of a private network, however its number is written', () => {
    const octets = fc.constantFrom([127, 0], [10, 1], [192, 168], [172, 20], [169, 254], [100, 64])
    const bytes = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(octets, bytes, ([a = 0, b = 0], [x, y]) => {
        const number = ((a * 256 + b) * 256 + x) * 256 + y
        const written = [
          `${a}.${b}.${x}.${y}`,
          `${number}`,
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          `${a}.${b * 65_536 + x * 256 + y}`,
          `[::ffff:${a}.${b}.${x}.${y}]`,
          `[64:ff9b::${a}.${b}.${x}.${y}]`,
        ]
        for (const host of written) expect(judged(`https://${host}/`)).toBe('private_address')
      }),
    )
  })
})
