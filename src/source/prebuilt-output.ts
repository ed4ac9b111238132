import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { configurationError } from '../release/errors.ts';

/** https://vercel.com/docs/build-output-api/v3/configuration */
const config = z.object({ version: z.literal(3) });
/** What `vercel build` says of its own run, beside the output. */
const builds = z.object({
  target: z.string().nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
  builds: z.array(z.object({ error: z.object({ message: z.string().nullish() }).nullish() })).nullish(),
});
/** Files that a function needs from outside of the output: name in the function → path below the project. */
const functionConfig = z.object({ filePathMap: z.record(z.string(), z.string()).nullish() });

/** A folder that `vercel build` made, for this target. @throws SHIPLOCK_PREBUILT_FOLDER */
export async function requireOutput(folder: string, target: 'production' | 'preview'): Promise<void> {
  const found = await json(folder, 'config.json', config);
  if (found === undefined)
    throw unusable(`${folder} has no config.json, so it is not an output of vercel build`);
  const said = await json(folder, 'builds.json', builds);
  // Another tool that writes the Build Output API keeps no such file.
  if (said === undefined) return;
  const error = said.error ?? said.builds?.find((one) => one.error)?.error;
  if (error)
    throw unusable(`the build that made ${folder} failed${error.message ? `: ${error.message}` : ''}`);
  const made = said.target ?? 'preview';
  if (made !== target)
    throw unusable(
      `${folder} was built for ${made}, and this is a ${target} deployment: the values of its public environment variables are another environment’s`,
    );
}

async function json<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw unusable(`${file} cannot be read (${error.code ?? error.message})`);
  });
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unusable(`${file} is not JSON`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw unusable(
    `${file} is not what vercel build writes: ${read.error.issues[0]?.message ?? 'unknown shape'}`,
  );
}

export interface OutputFiles {
  /** Of the output, relative to it, `/` between parts. */
  readonly own: readonly string[];
  /** That its functions name besides, relative to the folder that is uploaded. */
  readonly named: readonly string[];
}

/** @param root the folder that is uploaded, which paths of functions begin at */
export async function outputFiles(folder: string, root: string): Promise<OutputFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const own = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  const named = new Set<string>();
  for (const file of own.filter((name) => path.posix.basename(name) === '.vc-config.json')) {
    const { filePathMap } = (await json(folder, file, functionConfig)) ?? {};
    for (const value of Object.values(filePathMap ?? {})) {
      const inside = path.posix.normalize(value);
      // As Vercel’s own client: a function never gets what lies outside of the project.
      if (path.posix.isAbsolute(inside) || inside === '..' || inside.startsWith('../')) continue;
      if (!path.join(root, inside).startsWith(`${folder}${path.sep}`)) named.add(inside);
    }
  }
  return { own, named: [...named].sort() };
}

export function unusable(what: string) {
  return configurationError({
    code: 'SHIPLOCK_PREBUILT_FOLDER',
    what: `the input prebuilt cannot be used: ${what}`,
    notDone: ['nothing was uploaded'],
    next: 'Run `vercel pull --yes --environment=production` and `vercel build --prod` on the checkout of this commit in an earlier step of this job, and set prebuilt to the folder .vercel/output that it writes.',
  });
}
