import { z } from 'zod';
import { type FieldKeys, keyRing } from './fields/keys.ts';

/** Deployment tools often hand over an unset variable as an empty string. */
const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value);
const isLoopback = (url: string) => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(emptyIsUnset, schema.optional());

const variables = z.object({
  NEXT_PUBLIC_SUPABASE_URL: httpUrl,
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: z
    .string()
    .min(1)
    // It stands in every browser; the other one must never.
    .refine((key) => !/^sb_secret_/.test(key), 'is a secret key'),
  SUPABASE_SECRET_KEY: z
    .string()
    .min(20, 'is too short to be a secret key')
    .refine((key) => !/^sb_publishable_/.test(key), 'is a publishable key, not the secret one'),
  FIELD_ENCRYPTION_KEYS: keyRing,
  FIELD_INDEX_KEYS: keyRing,
  // Read by Next.js. Whatever is built with it gives Server Actions the same names as the build before.
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: optional(
    z
      .string()
      .regex(
        /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{32}|[A-Za-z0-9+/]{43}=)$/,
        'is not 16, 24 or 32 bytes in base64',
      ),
  ),
  NEXT_PUBLIC_SENTRY_DSN: optional(httpUrl),
  // Without these two, payments are off. Test mode alone: no real card is charged by this platform.
  STRIPE_SECRET_KEY: optional(
    z.string().regex(/^(?:sk|rk)_test_\S{8,}$/, 'is not a secret key of test mode'),
  ),
  STRIPE_WEBHOOK_SECRET: optional(
    z.string().regex(/^whsec_\S{8,}$/, 'is not the signing secret of a webhook'),
  ),
  // Whoever is asked is sent the secret key.
  // Without these two there is no Redis: what must be counted is counted in the database. Whoever is asked is sent the token.
  UPSTASH_REDIS_REST_URL: optional(
    httpUrl.refine(
      (url) => url.startsWith('https://') || isLoopback(url),
      'must be https, or name this machine',
    ),
  ),
  // Milliseconds. In one region an answer takes a few; whoever waits longer waits for nothing.
  REDIS_LIMIT_MS: z.preprocess(emptyIsUnset, z.coerce.number().int().min(10).max(5_000).default(150)),
  UPSTASH_REDIS_REST_TOKEN: optional(z.string().min(16, 'is too short to be a token')),
  STRIPE_API_URL: optional(httpUrl.refine(isLoopback, 'can only name this machine, where a stand-in is')),
});

/** Both or neither: half of one would be off without a word. */
const PAIRS = [
  ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
] as const;

const schema = variables.superRefine((given, context) => {
  for (const [one, other] of PAIRS.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
    if (given[one] && !given[other])
      context.addIssue({ code: 'custom', path: [other], message: 'is missing' });
});

export type Env = z.infer<typeof schema>;

/** Names the variables, never their values. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is incomplete: ${problems.join('; ')}. See README.md for the list of variables.`);
    this.name = 'EnvironmentError';
  }
}

/** Checks the variables the app cannot run without. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(
    parsed.error.issues.map((issue) => `${issue.path.join('.')} ${missing(source, issue) ?? issue.message}`),
  );
}

function missing(source: Record<string, string | undefined>, issue: z.core.$ZodIssue): string | undefined {
  return source[String(issue.path[0])] ? undefined : 'is missing';
}

let cached: Env | undefined;

/**
 * The server's environment, read when it is first needed and not while building: one build can be started with
 * different settings. `process.env` is passed whole, since the bundler writes `process.env.NEXT_PUBLIC_…` into the
 * code as it was during the build.
 */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** What fields of the database are encrypted with, and found by. */
export const fieldKeys = (): FieldKeys => ({
  encryption: env().FIELD_ENCRYPTION_KEYS,
  index: env().FIELD_INDEX_KEYS,
});
