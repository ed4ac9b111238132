import * as Sentry from '@sentry/nextjs';
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, createNonce } from './lib/csp.ts';
import { env } from './lib/env.ts';
import { log } from './lib/log.ts';
import { REQUEST_ID_HEADER, requestId } from './lib/request-id.ts';
import { hasSessionCookie, nextWithFreshSession } from './lib/supabase/refresh.ts';

/** Runs before every page: request id, nonce, session. What a person may see is decided in the pages and by RLS. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const id = requestId(request.headers.get(REQUEST_ID_HEADER));
  const policy = contentSecurityPolicy({
    nonce: createNonce(),
    connect: reportingOrigins(),
    development: process.env.NODE_ENV === 'development',
    secure: request.nextUrl.protocol === 'https:',
  });
  // Next.js takes the nonce for its scripts from the *request's* policy.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set(REQUEST_ID_HEADER, id);

  const signedIn = hasSessionCookie(request);
  const response = signedIn
    ? await withSession(request, headers, id)
    : isPrivate(request)
      ? NextResponse.redirect(new URL('/sign-in', request.url), 307)
      : NextResponse.next({ request: { headers } });

  response.headers.set('content-security-policy', policy);
  response.headers.set(REQUEST_ID_HEADER, id);
  // Server Actions set session cookies and cannot set headers themselves.
  if (signedIn || request.method === 'POST') {
    response.headers.set('cache-control', 'private, no-cache, no-store, must-revalidate, max-age=0');
  }
  log.debug({ requestId: id, method: request.method, path: request.nextUrl.pathname }, 'request');
  return response;
}

/** A failing Auth server must not take the public pages down: the page asks again where it needs the person. */
async function withSession(request: NextRequest, headers: Headers, id: string): Promise<NextResponse> {
  try {
    return await nextWithFreshSession(request, headers);
  } catch (error) {
    log.error({ error, requestId: id }, 'session could not be refreshed');
    // Errors in the proxy are not reported by the SDK by itself: https://github.com/getsentry/sentry-javascript/issues/21713
    Sentry.captureException(error, { tags: { request_id: id } });
    return NextResponse.next({ request: { headers } });
  }
}

const isPrivate = ({ nextUrl }: NextRequest) => /^\/(prescriptions|queue|audit)(\/|$)/.test(nextUrl.pathname);

function reportingOrigins(): string[] {
  try {
    const dsn = env().NEXT_PUBLIC_SENTRY_DSN;
    return dsn ? [new URL(dsn).origin] : [];
  } catch {
    return [];
  }
}

export const config = {
  // Pages and their Server Functions; not the health endpoints, which must answer when everything else is broken.
  matcher: ['/((?!api/health/|_next/static/|_next/image|icon\\.svg).*)'],
};
