import { z } from 'zod';
import { type Answered, asked, type Check, checksSource, type Finding } from '../../checks.ts';
import type { Source } from '../../source.ts';
import type { SupabaseSettings } from './settings.ts';

const rows = z.array(z.unknown());
/** https://docs.postgrest.org/en/stable/references/errors.html: the SQLSTATE, here insufficient_privilege */
const denied = z.object({ code: z.literal('42501') });
/** https://supabase.com/docs/reference/self-hosting-auth: which providers are enabled. */
const settingsOfAuth = z.object({ external: z.record(z.string(), z.unknown()) });

/** Checks of the project with what a visitor has: its public key. */
export function supabaseSource(
  settings: SupabaseSettings,
  {
    env,
    fetch,
  }: { readonly env: Readonly<Record<string, string | undefined>>; readonly fetch?: typeof globalThis.fetch },
): Source {
  const key = env[settings.key] ?? '';
  const headers = { accept: 'application/json', apikey: key, authorization: `Bearer ${key}` };
  const ask = (path: string, signal: AbortSignal, request: RequestInit = {}) =>
    asked(
      settings.name,
      new URL(`${settings.url.replace(/\/+$/, '')}${path}`),
      { ...request, headers: { ...headers, ...request.headers } },
      signal,
      fetch,
    );
  const { tables, rpcs, functions } = settings;
  const checks: Check[] = [
    ...tables.map(({ table, schema, anon }) => ({
      name: `table ${schema}.${table}`,
      run: async (signal: AbortSignal) =>
        ofTable(
          anon,
          await ask(`/rest/v1/${table}?select=*&limit=1`, signal, { headers: { 'accept-profile': schema } }),
        ),
    })),
    ...rpcs.map(({ name, args }) => ({
      name: `RPC ${name}`,
      run: async (signal: AbortSignal) => {
        const query = new URLSearchParams();
        for (const [argument, value] of Object.entries(args)) query.set(argument, String(value));
        const answer = await ask(`/rest/v1/rpc/${name}?${query}`, signal);
        return expected(answer.status >= 200 && answer.status < 300, answer);
      },
    })),
    ...functions.map(({ name, method, body, expectStatus }) => ({
      name: `Edge Function ${name}`,
      run: async (signal: AbortSignal) => {
        const sent =
          method === 'POST'
            ? { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
            : { method };
        const answer = await ask(`/functions/v1/${name}`, signal, sent);
        return expected(answer.status === expectStatus, answer);
      },
    })),
    ...(settings.auth
      ? [
          {
            name: 'Auth',
            run: async (signal: AbortSignal) => {
              const answer = await ask('/auth/v1/settings', signal);
              return expected(answer.status === 200 && has(settingsOfAuth, answer), answer);
            },
          },
        ]
      : []),
  ];
  return checksSource(settings.name, checks);
}

function ofTable(anon: SupabaseSettings['tables'][number]['anon'], answer: Answered): Finding {
  const found = answer.status === 200 ? parse(rows, answer) : undefined;
  const refuses = (answer.status === 401 || answer.status === 403) && has(denied, answer);
  if (anon === 'reads') return expected(found !== undefined, answer);
  // One row is proof. Its content stays here.
  if (found && found.length > 0)
    return { is: 'leak', why: `an anonymous visitor reads rows of it (expected ${anon})` };
  const right = anon === 'refused' ? refuses : refuses || found !== undefined;
  return expected(
    right,
    found ? { said: 'an anonymous visitor may select from it, and finds no row' } : answer,
  );
}

function expected(right: boolean, { said }: Pick<Answered, 'said'>): Finding {
  return right ? { is: 'right' } : { is: 'wrong', why: said };
}

function parse<Schema extends z.ZodType>(schema: Schema, { text }: Answered): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const has = (schema: z.ZodType, answer: Answered): boolean => parse(schema, answer) !== undefined;
