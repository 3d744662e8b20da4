import { describe, expect, it } from 'vitest'
import { redirectFault } from './redirect-uri.ts'

const ALLOWED = [
  ['confidential', 'https://shop.example.com/oauth/callback'],
  ['confidential', 'https://shop.example.com:8443/callback?tenant=1'],
  ['confidential', 'http://127.0.0.1/callback'],
  ['public', 'http://127.0.0.1:4711/callback'],
  ['public', 'http://[::1]:4711/callback'],
  ['public', 'com.example.app:/oauth'],
  ['public', 'com.example.app://oauth/callback'],
] as const

const REFUSED = [
  ['public', '', 'full address'],
  ['public', '/callback', 'full address'],
  ['public', ' https://app.example.com', 'full address'],
  ['public', 'https://app.example.com\\@evil.example', 'full address'],
  ['public', 'https://app.example.com/#done', 'fragment'],
  ['public', 'https://app.example.com/#', 'fragment'],
  ['public', 'https://user:pass@app.example.com/', 'user and password'],
  ['public', 'https://*.example.com/', 'character by character'],
  ['public', 'http://app.example.com/', 'Use https'],
  ['public', 'http://127.0.0.1.evil.example/', 'Use https'],
  ['public', 'http://localhost:4711/', '127.0.0.1'],
  ['public', 'javascript:alert(1)', 'backwards'],
  ['public', 'data:text/html,hello', 'backwards'],
  ['public', 'myapp://callback', 'backwards'],
  ['public', 'file:///tmp/x', 'backwards'],
  ['confidential', 'com.example.app:/oauth', 'public app'],
] as const

describe('an address that people are sent back to', () => {
  it.each(ALLOWED)('%s: %s', (type, uri) => expect(redirectFault(uri, type)).toBeUndefined())
  it.each(REFUSED)('%s, refused: %s', (type, uri, why) => expect(redirectFault(uri, type)).toContain(why))
})
