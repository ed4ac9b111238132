import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, createNonce } from './lib/csp.ts';
import { env } from './lib/env.ts';
import { log } from './lib/log.ts';
import { problem, problemResponse } from './lib/problem.ts';
import { report } from './lib/report.ts';
import { REQUEST_ID_HEADER, requestId } from './lib/request-id.ts';
import { isRefusedAsForeign } from './lib/same-origin.ts';
import { hasSessionCookie, nextWithFreshSession } from './lib/supabase/refresh.ts';

/**
 * Runs before every page and API: request id, policy with nonce, session; and no request that changes something passes
 * from another site. What a person may see is decided in the pages and by RLS.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const id = requestId(request.headers.get(REQUEST_ID_HEADER));
  const policy = policyOf(request);
  const response = await answer(request, id, policy);
  response.headers.set('content-security-policy', policy);
  response.headers.set(REQUEST_ID_HEADER, id);
  // Pages name people or carry a nonce; neither may be given to a second person. Server Actions set session cookies and
  // cannot set headers themselves.
  response.headers.set('cache-control', 'private, no-cache, no-store, must-revalidate, max-age=0');
  log.debug({ requestId: id, method: request.method, path: request.nextUrl.pathname }, 'request');
  return response;
}

/** Of APIs too: a path below them that is none is answered with a page. */
function policyOf(request: NextRequest): string {
  return contentSecurityPolicy({
    nonce: createNonce(),
    connect: reportingOrigins(),
    form: checkoutOrigins(),
    development: process.env.NODE_ENV === 'development',
    secure: request.nextUrl.protocol === 'https:',
  });
}

/** Stripe, by whose signature the handler knows it; a browser that another site uses has cookies, or asks for an action. */
const isWebhook = ({ nextUrl, headers, method }: NextRequest): boolean =>
  nextUrl.pathname === '/api/stripe/webhook' &&
  method === 'POST' &&
  headers.get('cookie') === null &&
  headers.get('next-action') === null;

async function answer(request: NextRequest, id: string, policy: string): Promise<NextResponse> {
  if (!isWebhook(request) && isRefusedAsForeign(request)) {
    log.warn({ requestId: id, method: request.method }, 'a request came from another site');
    const { status, headers, body } = problemResponse(
      problem('foreign-request', 'Reload the page and try again.'),
    );
    return new NextResponse(body, { status, headers });
  }
  // The last net is prerendered, so its scripts have no nonce. Next.js serves it itself where all else failed, and it reads
  // well without scripts; nobody has to open it by its address.
  if (request.nextUrl.pathname === '/_global-error')
    return NextResponse.redirect(new URL('/', request.url), 307);
  // Next.js takes the nonce for its scripts from the *request's* policy.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set(REQUEST_ID_HEADER, id);
  if (hasSessionCookie(request)) return withSession(request, headers, id);
  return isPrivate(request)
    ? NextResponse.redirect(new URL('/sign-in', request.url), 307)
    : NextResponse.next({ request: { headers } });
}

/** A failing Auth server must not take the public pages down: the page asks again where it needs the person. */
async function withSession(request: NextRequest, headers: Headers, id: string): Promise<NextResponse> {
  try {
    return await nextWithFreshSession(request, headers);
  } catch (error) {
    log.error({ error, requestId: id }, 'session could not be refreshed');
    // Errors in the proxy are not reported by the SDK by itself: https://github.com/getsentry/sentry-javascript/issues/21713
    report(error, { request_id: id });
    return NextResponse.next({ request: { headers } });
  }
}

const isPrivate = ({ nextUrl }: NextRequest) =>
  /^\/(prescriptions|payments|renewals|queue|audit|second-factor|sessions|flags|ops)(\/|$)/.test(
    nextUrl.pathname,
  );

function reportingOrigins(): string[] {
  try {
    const dsn = env().NEXT_PUBLIC_SENTRY_DSN;
    return dsn ? [new URL(dsn).origin] : [];
  } catch {
    return [];
  }
}

/** Where a form may lead: without scripts, "Pay" is a form whose answer sends the browser to Stripe's page. */
function checkoutOrigins(): string[] {
  try {
    const { STRIPE_SECRET_KEY: key, STRIPE_API_URL: standIn } = env();
    if (!key) return [];
    return [standIn ? new URL(standIn).origin : 'https://checkout.stripe.com'];
  } catch {
    return [];
  }
}

export const config = {
  // Everything but files and the two health endpoints, which must answer when everything else is broken. Only those:
  // Server Functions can be sent to any path that Next.js renders a page for, "not found" included.
  matcher: ['/((?!api/health/(?:live|ready)$|_next/static/|_next/image$|icon\\.svg$).*)'],
};
