import path from 'node:path';
import { z } from 'zod';

/**
 * Names for the chunks of a bundle. The bundler numbers them by a hash of what is in them, so one more module renames
 * half of dist/; a name that says what is inside stays, and a reviewer sees what changed.
 */
export const chunkStats = z.object({
  chunks: z.array(
    z.object({
      id: z.union([z.number(), z.string()]),
      entry: z.boolean(),
      files: z.array(z.string()),
      origins: z.array(z.object({ request: z.string(), moduleName: z.string() })),
      modules: z.array(
        z.object({
          name: z.string(),
          size: z.number(),
          get modules() {
            return z.array(z.object({ name: z.string(), size: z.number() })).optional();
          },
        }),
      ),
    }),
  ),
});

export type ChunkStats = z.infer<typeof chunkStats>;
type Chunk = ChunkStats['chunks'][number];

/** File of the bundler → file of ours. Each name once; the chunk with the entry keeps its own. */
export function chunkNames({ chunks }: ChunkStats): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const lazy = chunks.filter(({ entry }) => !entry);
  // Those that somebody asked for by name choose first, then the larger ones.
  const asked = (chunk: Chunk) => requested(chunk) !== undefined;
  const inOrder = lazy.toSorted(
    (a, b) => Number(asked(b)) - Number(asked(a)) || size(b) - size(a) || (key(a) < key(b) ? -1 : 1),
  );
  for (const chunk of inOrder) {
    const [file] = chunk.files;
    if (!file) continue;
    const name = candidates(chunk).find((candidate) => !taken.has(candidate)) ?? numbered(chunk, taken);
    taken.add(name);
    names.set(file, `${name}.js`);
  }
  return names;
}

/** What a chunk may be called, best first: what was asked for, by whom, then what is largest in it. */
function candidates(chunk: Chunk): readonly string[] {
  const modules = flat(chunk);
  const asked = requested(chunk);
  const askers = chunk.origins.map(({ moduleName }) => label(moduleName)).toSorted();
  return [
    ...(asked ? [label(asked), ...askers.map((by) => `${label(asked)}-for-${by}`)] : []),
    ...modules.map(({ name }) => `shared-${label(name)}`),
  ];
}

function numbered(chunk: Chunk, taken: ReadonlySet<string>): string {
  const [first = 'shared-empty'] = candidates(chunk);
  for (let count = 2; ; count += 1) if (!taken.has(`${first}-${count}`)) return `${first}-${count}`;
}

/** The module of this chunk that an `import()` names. */
function requested(chunk: Chunk): string | undefined {
  const wanted = new Set(
    chunk.origins.map(({ request, moduleName }) =>
      request.startsWith('.') ? path.posix.join(path.posix.dirname(moduleName), request) : request,
    ),
  );
  return flat(chunk)
    .map(({ name }) => name)
    .toSorted()
    .find((name) => wanted.has(path.posix.normalize(name)) || wanted.has(packageOf(name) ?? ''));
}

/** The modules, largest first; those that the bundler has joined are told apart. */
function flat({ modules }: Chunk): readonly { readonly name: string; readonly size: number }[] {
  return modules
    .flatMap((module) => module.modules ?? [module])
    .toSorted((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
}

const size = (chunk: Chunk) => flat(chunk).reduce((sum, module) => sum + module.size, 0);
const key = (chunk: Chunk) => candidates(chunk).join();

function packageOf(module: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
}

/** `./src/database/hazards/plan.js` → `database-hazards-plan`, `../node_modules/@octokit/rest/…` → `octokit-rest`. */
function label(module: string): string {
  const name =
    packageOf(module) ??
    module
      .replace(/ \+ \d+ modules$/, '')
      .replace(/^\.\/(build\/)?(src\/)?/, '')
      .replace(/(\/(index|main))?\.js$/, '');
  return name
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}
