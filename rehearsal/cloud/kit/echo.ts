import type { Call } from './call.ts';
import { ENCODINGS } from './secrets.ts';

/** Fields in which vendors say what went wrong. */
const SAYS = new Set(['message', 'detail', 'details', 'hint', 'error', 'error_description', 'reason']);

/** What the caller proved itself with: the Authorization header without its scheme, and secrets sent otherwise. */
export function credentialsOf(c: Call): string[] {
  const authorization = c.req.header('authorization');
  const others = ['x-vercel-protection-bypass', 'apikey', 'x-api-key'].map((name) => c.req.header(name));
  return [authorization?.replace(/^(?:bearer|token|basic) +/i, ''), ...others, c.req.query('token')].filter(
    (one): one is string => Boolean(one),
  );
}

/** An error answer as a careless vendor gives it: with the caller's credentials in it, encoded in four ways. */
export async function withEcho(response: Response, credentials: readonly string[]): Promise<Response> {
  if (credentials.length === 0) return response;
  const text = await response.text();
  const echo = credentials
    .flatMap((secret) => Object.entries(ENCODINGS).map(([name, encode]) => `${name} ${encode(secret)}`))
    .join(', ');
  const body = parsed(text);
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const answer =
    body === undefined ? `${text} (you sent: ${echo})` : JSON.stringify(said(body, `you sent: ${echo}`));
  return new Response(answer, { status: response.status, headers });
}

/** Does this answer say that something went wrong? Slack does so with HTTP 200. */
export async function isError(response: Response): Promise<boolean> {
  if (response.status >= 400) return true;
  if (!response.headers.get('content-type')?.includes('json')) return false;
  const body = parsed(await response.clone().text());
  return typeof body === 'object' && body !== null && 'ok' in body && body.ok === false;
}

function said(value: unknown, echo: string): unknown {
  if (Array.isArray(value)) return value.map((one) => said(one, echo));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  // Slack's `error` is a code that clients compare; its own words stand in response_metadata.
  if (fields.some(([key, one]) => key === 'ok' && one === false))
    return { ...value, response_metadata: { messages: [`[ERROR] ${echo}`] } };
  return Object.fromEntries(
    fields.map(([key, one]) =>
      SAYS.has(key) && typeof one === 'string' ? [key, `${one} (${echo})`] : [key, said(one, echo)],
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
