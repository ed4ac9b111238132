import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ncc from '@vercel/ncc';
import { transform } from 'esbuild';
import { chunkNames, chunkStats } from './chunk-names.ts';
import { root } from './project.ts';

/** How the bundler's runtime turns a chunk's number into its file. */
const FILE_OF_CHUNK = 'return "" + chunkId + ".index.js";';

/**
 * @actions/core asks its OIDC provider by an HTTP stack of 430 kB (undici), which every action would load and none uses.
 * A caller that begins to ask for an identity token gets this module's sentence, and the test of starts is red.
 */
const UNUSED = { '@actions/http-client': './chunks/no-http-client.js' };
const NO_HTTP_CLIENT = `const unused = () => {
  throw new Error('@actions/http-client is left out of this build: see scripts/bundle.ts.');
};
export class HttpClient { constructor() { unused(); } }
export class BearerCredentialHandler { constructor() { unused(); } }
`;

/** Of the bundler's statistics: every chunk with every module, nothing grouped or left out. */
const CHUNKS = {
  all: false,
  ids: true,
  chunks: true,
  chunkModules: true,
  chunkModulesSpace: Number.MAX_SAFE_INTEGER,
  chunkOrigins: true,
  nestedModules: true,
  nestedModulesSpace: Number.MAX_SAFE_INTEGER,
  cachedModules: true,
  dependentModules: true,
  runtimeModules: true,
  groupModulesByType: false,
  groupModulesByCacheStatus: false,
  groupModulesByAttributes: false,
  groupModulesByLayer: false,
  groupModulesByPath: false,
  groupModulesByExtension: false,
};

/**
 * Bundles an entry: `index.js`, a lazy chunk for each `import()` in `chunks/`, and the files that packages load from
 * beside themselves.
 *
 * @param entry A JavaScript file.
 * @param out A folder that exists.
 */
export async function bundle(entry: string, out: string): Promise<void> {
  const { code, assets, stats } = await ncc(entry, {
    target: 'es2022',
    quiet: true,
    externals: UNUSED,
    // Otherwise every file below the working directory that a package might read is looked through, for minutes.
    filterAssetBase: path.dirname(entry),
  });
  const names = chunkNames(chunkStats.parse(stats.toJson(CHUNKS)));
  const chunks = path.join(out, 'chunks');
  await mkdir(chunks, { recursive: true });
  await writeFile(path.join(out, 'index.js'), await minified(withNames(code, names)));
  await writeFile(path.join(chunks, 'no-http-client.js'), NO_HTTP_CLIENT);
  await copyLibpgWasm(out);
  for (const [file, { source, permissions }] of Object.entries(assets)) {
    const name = names.get(file);
    if (name) await writeFile(path.join(chunks, name), await minified(String(source)));
    else if (file !== 'package.json')
      await writeFile(path.join(out, file), source, permissions ? { mode: permissions } : {});
  }
}

/** libpg-query loads its WASM from beside itself; ncc keeps the reference, this keeps the file. */
function copyLibpgWasm(out: string): Promise<void> {
  return cp(
    path.join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'),
    path.join(out, 'libpg-query.wasm'),
  );
}

function withNames(code: string, names: ReadonlyMap<string, string>): string {
  if (!code.includes(FILE_OF_CHUNK))
    throw new Error('ncc writes its chunks’ file names otherwise than expected.');
  const files = Object.fromEntries(
    [...names].map(([file, name]) => [file.replace(/\.index\.js$/, ''), name]),
  );
  return code.replace(FILE_OF_CHUNK, () => `return "chunks/" + ${JSON.stringify(files)}[chunkId];`);
}

/** ncc minifies its entry alone; the chunks hold nearly everything. */
async function minified(code: string): Promise<string> {
  const result = await transform(code, {
    minify: true,
    format: 'esm',
    target: 'node24',
    // Names show in stacks that people send us.
    keepNames: true,
    legalComments: 'none',
  });
  return result.code;
}
