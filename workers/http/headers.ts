import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Edge } from '../edge.ts'

/** What browsers must not do with what we answer (OWASP HTTP Headers Cheat Sheet). */
const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains; preload'

/** What the API answers is data: nothing in it may be run, framed or guessed at, and no other site may load it. */
export const apiHeaders: MiddlewareHandler<Edge> = async (c, next) => {
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  c.header('x-content-type-options', 'nosniff')
  c.header('strict-transport-security', STRICT_TRANSPORT)
  c.header('referrer-policy', 'no-referrer')
  c.header('cross-origin-resource-policy', 'same-origin')
  await next()
}

/** Of what a browser can do, our pages use passkeys, the clipboard, and the camera to scan barcodes. */
const UNUSED = ['accelerometer', 'displayCapture', 'geolocation', 'gyroscope', 'microphone', 'payment', 'usb']

/** Pages run our own scripts and styles only, and stand alone in their window. */
export const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: STRICT_TRANSPORT,
  xFrameOptions: 'DENY',
  permissionsPolicy: {
    ...Object.fromEntries(UNUSED.map((feature) => [feature, []])),
    camera: ['self'],
    clipboardRead: ['self'],
    clipboardWrite: ['self'],
    publickeyCredentialsGet: ['self'],
  },
})
