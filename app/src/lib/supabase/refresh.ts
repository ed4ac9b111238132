import { createServerClient } from '@supabase/ssr';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '../env.ts';
import { cookieOptions, forASession, isSessionCookie } from './cookie-options.ts';
import { withTimeout } from './timeout.ts';

/** True when the request carries a session cookie, valid or not. */
export function hasSessionCookie(request: NextRequest): boolean {
  return request.cookies.getAll().some(({ name }) => isSessionCookie(name, request.nextUrl.protocol));
}

/**
 * Renews a session that is about to end, in the one place that can write cookies before the page is rendered.
 * `headers` are the request's headers as the page shall see them.
 */
export async function nextWithFreshSession(request: NextRequest, headers: Headers): Promise<NextResponse> {
  const next = () => {
    headers.set('cookie', request.cookies.toString());
    return NextResponse.next({ request: { headers } });
  };
  let response = next();
  const supabase = createServerClient(
    env().NEXT_PUBLIC_SUPABASE_URL,
    env().NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    {
      global: { fetch: withTimeout(3_000) },
      cookieOptions: cookieOptions(request.nextUrl.protocol),
      cookies: {
        getAll: () => request.cookies.getAll(),
        setAll(changes, responseHeaders) {
          for (const { name, value } of changes) request.cookies.set(name, value);
          response = next();
          // A cookie in the answer to a Server Action makes Next.js render its page again, which leads to sign in and
          // loses what was typed. The next page takes it away.
          if (request.headers.has('next-action') && changes.every(({ value }) => value === '')) return;
          for (const { name, value, options } of changes)
            response.cookies.set(name, value, forASession(options));
          // A shared cache that kept this answer would sign others in as this person.
          for (const [name, value] of Object.entries(responseHeaders)) response.headers.set(name, value);
        },
      },
    },
  );
  await supabase.auth.getClaims();
  return response;
}
