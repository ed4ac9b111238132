import { z } from 'zod';
import { isWebAddress } from '../../../http/same-origin.ts';
import { GATE_VARIABLE } from '../json/settings.ts';

/** Stands in a path or a header as it is. */
const name = z.string().regex(/^[A-Za-z_][\w-]*$/, { error: 'must be a plain name' });
const jsonValue = z.union([z.string(), z.number(), z.boolean()]);

const table = z.strictObject({
  table: name.describe('Table or view.'),
  schema: name.default('public').describe('Schema; it must be one that the Data API serves.'),
  anon: z
    .enum(['reads', 'no-rows', 'refused'])
    .describe(
      'What somebody who is not signed in gets: an answer, no row (row level security), or a refusal (no grant).',
    ),
});

/** The live Supabase project, as the new frontend is going to use it. */
export const supabaseSettings = z.strictObject({
  use: z.literal('supabase').describe('The live Supabase project: REST, RLS, RPCs, Edge Functions, Auth.'),
  name: z.string().min(1).default('supabase').describe('Name in the evidence.'),
  url: z
    .string()
    .refine(isWebAddress, { error: 'must be an http(s) URL without user and password' })
    .describe('URL of the project, for example `https://abc.supabase.co`.'),
  key: z
    .string()
    .regex(GATE_VARIABLE, { error: 'must be the name of an environment variable that begins with GATE_' })
    .default('GATE_SUPABASE_ANON_KEY')
    .describe('Environment variable with the anon or publishable key. Never a secret key.'),
  tables: z.array(table).default([]).describe('What an anonymous visitor may read, and must not.'),
  rpcs: z
    .array(
      z.strictObject({
        name: name.describe('Function of the database.'),
        args: z.record(name, jsonValue).default({}).describe('Its arguments.'),
      }),
    )
    .default([])
    .describe('Must answer. Called with GET, so that PostgREST runs them in a read-only transaction.'),
  functions: z
    .array(
      z.strictObject({
        name: name.describe('Edge Function.'),
        method: z.enum(['GET', 'POST']).default('POST').describe('How it is called.'),
        body: z.record(z.string(), jsonValue).default({}).describe('JSON that is sent with POST.'),
        expectStatus: z.int().min(100).max(599).default(200).describe('Status that counts as success.'),
      }),
    )
    .default([])
    .describe('Must answer. Each is called until it does, and then no more.'),
  auth: z.boolean().default(true).describe('Whether the endpoint of Auth’s settings must answer.'),
});

export type SupabaseSettings = z.output<typeof supabaseSettings>;
