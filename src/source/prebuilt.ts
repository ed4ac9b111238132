import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { count } from '../present/count.ts';
import { configurationError } from '../release/errors.ts';
import type { Say } from '../release/ports.ts';
import type { Prebuilt } from '../release/prebuilt.ts';
import { type Source, sourceDigest } from '../release/source.ts';
import { changedFiles } from './changed.ts';
import { contentsOf } from './contents.ts';
import type { Entry } from './entry.ts';
import { includedFiles } from './included.ts';
import { shownPath } from './names.ts';
import { outputFiles, requireOutput, unusable } from './prebuilt-output.ts';
import { readSource, type SourceOptions } from './read.ts';
import { type Refusal, refused } from './refusals.ts';
import { inOrder, refuseBoth, refuseLinks } from './together.ts';
import { lookIntoIncluded } from './working-tree.ts';

export interface PrebuiltOptions extends SourceOptions {
  /** Absolute path of what `vercel build` wrote. */
  readonly output: string;
}

/** What stands in this folder when it is read, and the files outside of it that its functions name. */
export function prebuiltOutput(options: PrebuiltOptions): Prebuilt {
  const { output, directory, say = () => {} } = options;
  const served = path.join(output, 'static');
  let reading: Promise<readonly Entry[]> | undefined;
  const entries = () => {
    reading ??= read(options, say);
    return reading;
  };
  const source: Source = {
    digest: async () => sourceDigest(await entries()),
    files: entries,
    async *contents(sha1s) {
      const asked = new Set(sha1s);
      yield* contentsOf(
        directory,
        (await entries()).filter(({ sha1 }) => asked.delete(sha1)),
      );
    },
  };
  const below = async (wanted: RegExp) => {
    const { own } = await outputFiles(output, directory);
    return own.filter((name) => name.startsWith('static/') && wanted.test(name));
  };
  return {
    folder: output,
    source,
    async check(target) {
      if (!isOutput(directory, output))
        throw unusable(`${output} is not a folder .vercel/output inside of ${directory}, which is uploaded`);
      await requireOutput(output, target);
      // Read once more when it is uploaded: source maps are taken out before.
      await read(options, () => undefined);
      await requireCommit(options);
    },
    sourceMaps: async () => (await below(MAP)).length,
    async debugIds() {
      const ids = new Set<string>();
      for (const name of await below(SCRIPT)) {
        const id = await debugIdOf(path.join(output, name));
        if (id !== undefined) ids.add(id);
      }
      return [...ids].sort();
    },
    async removeSourceMaps() {
      const maps = await below(MAP);
      for (const name of maps) await rm(path.join(output, name));
      if (maps.length > 0) say(`${count(maps.length, 'source map')} taken out of ${served}`);
      reading = undefined;
      return maps.length;
    },
  };
}

const MAP = /\.(js|mjs|cjs|css)\.map$/;
const SCRIPT = /\.(js|mjs|cjs)$/;

/** Vercel looks for it there only: at the top, or in the app’s own folder. */
function isOutput(directory: string, output: string): boolean {
  const inside = path.relative(directory, output).split(path.sep).join('/');
  return !inside.startsWith('..') && (inside === '.vercel/output' || inside.endsWith('/.vercel/output'));
}

async function read(options: PrebuiltOptions, say: Say): Promise<readonly Entry[]> {
  const { directory, output, allowFiles = [] } = options;
  const refusals: Refusal[] = [];
  const refuse = (refusal: Refusal) => void refusals.push(refusal);
  const allowed = new Set(allowFiles.map((one) => one.path));
  const suspect = (file: string, why: string) => {
    if (!allowed.has(file)) refuse({ path: file, why, allowable: true });
  };
  const { own, named } = await outputFiles(output, directory);
  const inside = path.relative(directory, output).split(path.sep).join('/');
  const files = await includedFiles(directory, [...own.map((name) => `${inside}/${name}`), ...named], refuse);
  const looked = await lookIntoIncluded(files, suspect);
  refuseLinks(looked, refuse);
  refuseBoth(looked, refuse);
  if (refusals.length > 0) throw refused(refusals, inside);
  const bytes = looked.reduce((sum, { entry }) => sum + entry.size, 0);
  say(`${count(looked.length, 'file')} of ${inside} and its functions, ${(bytes / 1e6).toFixed(1)} MB`);
  return inOrder(looked);
}

/** As many are named; the others are counted. */
const NAMED = 20;

/** What was built of a changed checkout is not the commit. @throws SHIPLOCK_PREBUILT_CHANGED */
async function requireCommit(options: PrebuiltOptions): Promise<void> {
  const { entries } = await readSource({ ...options, say: () => undefined });
  const changed = await changedFiles(options.directory, entries);
  if (changed.length === 0) return;
  const more = changed.length - NAMED;
  throw configurationError({
    code: 'SHIPLOCK_PREBUILT_CHANGED',
    what: `${count(changed.length, 'file')} of the checkout ${changed.length === 1 ? 'is' : 'are'} not as commit ${options.commit.slice(0, 12)} has ${changed.length === 1 ? 'it' : 'them'}, so what was built there is not the commit: ${changed.slice(0, NAMED).map(shownPath).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    notDone: ['nothing was uploaded'],
    next: 'Build on a fresh checkout of the commit. Commit what the build rewrites (such as tsconfig.json), or name files that a step makes on purpose in app.include of shiplock.yml.',
  });
}

/** Sentry’s tool writes it as one of the last lines: https://github.com/tc39/ecma426/blob/main/proposals/debug-id.md */
const DEBUG_ID = /^\/\/# debugId=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/gim;
const TAIL = 2048;

async function debugIdOf(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return [...buffer.toString('latin1').matchAll(DEBUG_ID)].at(-1)?.[1]?.toLowerCase();
  } finally {
    await handle.close();
  }
}
