import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';

const route = z.strictObject({
  src: z.string(),
  dest: z.string().optional(),
  status: z.number().int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  methods: z.array(z.string()).optional(),
  continue: z.boolean().optional(),
  check: z.boolean().optional(),
  caseSensitive: z.boolean().optional(),
});
const handle = z.strictObject({ handle: z.enum(['filesystem', 'error']) });

/** The part of https://vercel.com/docs/build-output-api/configuration that is understood here; anything else is refused. */
export const outputConfig = z.object({
  version: z.literal(3),
  routes: z.array(z.union([route, handle])).default([]),
  overrides: z
    .record(z.string(), z.strictObject({ path: z.string().optional(), contentType: z.string().optional() }))
    .default({}),
});
export type OutputConfig = z.output<typeof outputConfig>;
export type OutputRoute = z.output<typeof route>;

/** `.vc-config.json` of a function that Node.js runs. */
export const functionConfig = z.object({
  runtime: z.string().regex(/^nodejs\d+\.x$/),
  handler: z.string(),
  launcherType: z.literal('Nodejs'),
  environment: z.record(z.string(), z.string()).default({}),
});

/** Functions by the path they answer at, with their folders: `api/hello.func` answers `/api/hello`. */
export async function functionsOf(output: string): Promise<ReadonlyMap<string, string>> {
  const top = join(output, 'functions');
  if (!existsSync(top)) return new Map();
  const entries = await readdir(top, { recursive: true });
  const own = entries.filter((name) => name.endsWith('.func') && !name.slice(0, -5).includes('.func/'));
  return new Map(own.map((name) => [`/${name.slice(0, -'.func'.length)}`, join(top, name)]));
}

/** Why an output cannot be served here, or undefined. It is said when it is deployed, not to whoever asks for a page. */
export async function whyNotServed(output: string): Promise<string | undefined> {
  const config = await read(join(output, 'config.json'), outputConfig);
  if ('why' in config) return `.vercel/output/config.json: ${config.why}`;
  for (const folder of (await functionsOf(output)).values()) {
    const found = await read(join(folder, '.vc-config.json'), functionConfig);
    if ('why' in found) return `.vercel/output/${relative(output, folder)}/.vc-config.json: ${found.why}`;
  }
  return undefined;
}

async function read<T>(path: string, schema: z.ZodType<T>): Promise<{ why: string } | { value: T }> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? { value: parsed.data } : { why: z.prettifyError(parsed.error) };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
