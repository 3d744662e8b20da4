import { symmetricDecrypt } from 'better-auth/crypto'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { findTenantBySlug } from '../../../d1/directory/queries.ts'
import {
  addAttempt,
  type Configuration,
  findConfiguration,
  type SingleSignOnAttempt,
  takeAttempt,
  tenantsOfDomain,
} from '../../../d1/identity/single-sign-on.ts'
import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'
import { isRefusal, refuse } from '../../../durable-objects/kernel/result.ts'
import type { Edge } from '../../edge.ts'
import { originOf } from '../../http/origin.ts'
import { problem } from '../../http/problem.ts'
import { identityDatabase } from '../../regions.ts'
import { isSecure } from '../device-cookie.ts'
import { admitAddress } from '../gate.ts'
import { email, readBody } from '../inputs.ts'
import { newToken, sha256 } from '../keys.ts'
import { askLibrary, giveCookies } from '../library.ts'
import { tooManyAttempts } from '../refusals.ts'
import { record } from '../security.ts'
import { signedIn } from '../signed-in.ts'
import { arrive } from './arrival.ts'
import { callbackOf } from './handlers.ts'
import { discover, ProviderFault, redeem } from './provider.ts'
import { domainOf, SINGLE_SIGN_ON } from './required.ts'

/** Signing in through a company's own identity provider (OpenID Connect, authorization code with PKCE). */
export const ssoRoutes = new Hono<Edge>()

const ATTEMPT_MS = 10 * 60_000
const COOKIE = 'meridian-sso'

/** A path of this site, of which the browser makes no other one. */
const next = z
  .string()
  .max(8_000)
  .regex(/^\/(?![/\\])[^\\\s]*$/, 'Write a path of this site, such as "/companies".')

const start = z.union([
  z.strictObject({ email, next: next.optional() }),
  z.strictObject({ tenant: z.string().max(63), next: next.optional() }),
])
type Start = z.output<typeof start>

ssoRoutes.post('/v1/sign-in/sso', async (c) => {
  const read = await readBody(c, start)
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const place = await placeOf(c, input)
  const admission = await admitAddress(c, place?.region ?? REGIONS[0])
  if (!admission.isAllowed) return tooManyAttempts(c, admission.retryAfterMs, '')
  const found = place && (await findConfiguration(identityDatabase(c.env, place.region), place.tenant))
  if (!place || !found?.domains.some(({ provenAt }) => provenAt !== null)) return problem(c, notConfigured())

  const provider = await discover(c.env, found.provider.issuer)
  if (provider instanceof ProviderFault) return problem(c, unreachable())
  const [state, nonce, verifier] = [newToken(), newToken(), newToken()]
  await addAttempt(identityDatabase(c.env, place.region), {
    state: await sha256(state),
    tenant: place.tenant,
    browser: await sha256(browserOf(c)),
    nonce,
    verifier,
    next: input.next ?? '/',
    expiresAt: Date.now() + ATTEMPT_MS,
  })
  const url = new URL(provider.authorization_endpoint)
  const asked = {
    response_type: 'code',
    client_id: found.provider.clientId,
    redirect_uri: callbackOf(originOf(c), place.region),
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await sha256(verifier),
    code_challenge_method: 'S256',
    ...('email' in input && { login_hint: input.email }),
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return c.json({ url: url.href })
})

/** The tenant whose provider is meant: by its slug, or by the domain of an address, wherever it is proven. */
async function placeOf(
  c: Context<Edge>,
  input: Start,
): Promise<{ region: Region; tenant: string } | undefined> {
  if ('tenant' in input) {
    const entry = await findTenantBySlug(c.env.DIRECTORY, input.tenant)
    return entry && { region: entry.region, tenant: entry.id }
  }
  const domain = domainOf(input.email)
  const found = await Promise.all(
    REGIONS.map(async (region) => {
      const [first] = await tenantsOfDomain(identityDatabase(c.env, region), domain)
      return first && { region, tenant: first.tenant }
    }),
  )
  return found.find((place) => place !== undefined)
}

/**
 * The browser that starts is the one that must come back: else somebody could finish their own sign-in in another
 * person's browser (login CSRF).
 */
function browserOf(c: Context<Edge>): string {
  const browser = getCookie(c, COOKIE) ?? newToken()
  setCookie(c, COOKIE, browser, {
    path: '/v1/',
    httpOnly: true,
    secure: isSecure(c),
    sameSite: 'Lax',
    maxAge: ATTEMPT_MS / 1_000,
  })
  return browser
}

ssoRoutes.get(`/v1/auth/:region{${REGIONS.join('|')}}/sso/callback`, async (c) => {
  const region = c.req.param('region') as Region
  const { state = '', code, iss, error } = c.req.query()
  const database = identityDatabase(c.env, region)
  const attempt = await takeAttempt(database, await sha256(state), Date.now())
  const browser = getCookie(c, COOKIE) ?? ''
  if (!attempt || attempt.browser !== (await sha256(browser))) return c.redirect('/sign-in?sso=sso_expired')

  const found = await findConfiguration(database, attempt.tenant)
  if (!found) return turnedAway(c, region, attempt, 'sso_refused', 'There is no provider any more.')
  if (code === undefined)
    return turnedAway(
      c,
      region,
      attempt,
      'sso_refused',
      `The provider answered ${error ?? 'without a code'}.`,
    )
  // RFC 9207: who answers must be who was asked.
  if (iss !== undefined && iss !== found.provider.issuer)
    return turnedAway(c, region, attempt, 'sso_refused', 'Another provider answered.')
  const identity = await identityOf(c, region, found, attempt, code)
  if (identity instanceof ProviderFault) return turnedAway(c, region, attempt, 'sso_refused', identity.detail)
  const arrival = await arrive(c.env, region, found, identity)
  if (typeof arrival === 'string')
    return turnedAway(c, region, attempt, arrival, `subject ${identity.subject}`)

  const { userId, isNew } = arrival
  const { tenant } = attempt
  if (isNew)
    await record(c, region, { type: 'member-joined', tenant, user: userId, detail: { way: SINGLE_SIGN_ON } })
  const answer = await askLibrary(c, region, 'without session', (api, headers) =>
    api.startSession({ body: { userId, tenantId: tenant }, headers, asResponse: true }),
  )
  giveCookies(c, answer)
  await signedIn(c, region, String(answer.body.token), SINGLE_SIGN_ON)
  // What it answers is for pages; this browser comes from another site and goes on to one, with the cookies alone.
  c.header('content-type', undefined)
  return c.redirect(attempt.next)
})

async function identityOf(
  c: Context<Edge>,
  region: Region,
  { provider: { issuer, clientId, clientSecret } }: Configuration,
  { verifier, nonce }: SingleSignOnAttempt,
  code: string,
) {
  const provider = await discover(c.env, issuer)
  if (provider instanceof ProviderFault) return provider
  return redeem(c.env, {
    provider,
    clientId,
    clientSecret: await symmetricDecrypt({ key: c.env.AUTH_SECRET, data: clientSecret }),
    code,
    verifier,
    nonce,
    redirectUri: callbackOf(originOf(c), region),
  })
}

/** Back to the sign-in page, which says in words what the code means; the log has the details. */
async function turnedAway(
  c: Context<Edge>,
  region: Region,
  { tenant }: SingleSignOnAttempt,
  code: string,
  why: string,
): Promise<Response> {
  const detail = { way: SINGLE_SIGN_ON, code, why: why.slice(0, 300) }
  await record(c, region, { type: 'sign-in-failed', tenant, detail })
  return c.redirect(`/sign-in?sso=${code}`)
}

const notConfigured = () =>
  refuse('sso_not_configured', 'No company has set up its own sign-in for this. Use another way to sign in.')

const unreachable = () =>
  refuse(
    'sso_issuer_unusable',
    "Your company's identity provider cannot be reached. Try again later; an owner can sign in without it.",
  )
