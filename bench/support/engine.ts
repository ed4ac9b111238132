import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundle } from '../../scripts/bundle.ts';
import { root } from '../../scripts/project.ts';

/**
 * The migration engine alone, bundled as dist/ is: tools are compared as whole processes, start-up included.
 *
 * @returns The file to run with Node.js.
 */
export async function buildEngine(): Promise<string> {
  const build = path.join(root, 'bench/out/build');
  const out = path.join(root, 'bench/out/engine');
  await Promise.all([build, out].map((folder) => rm(folder, { recursive: true, force: true })));
  await mkdir(out, { recursive: true });
  execFileSync(
    path.join(root, 'node_modules/typescript-native/bin/tsc'),
    ['-p', path.join(root, 'tsconfig.bench.json')],
    { stdio: 'inherit', cwd: root },
  );
  await writeFile(path.join(build, 'package.json'), '{ "type": "module" }\n');
  await writeFile(
    path.join(build, 'entry.js'),
    `globalThis.__dirname ??= import.meta.dirname;
export async function run() {
  const { main } = await import('./bench/engine.js');
  return main();
}
`,
  );
  await bundle(path.join(build, 'entry.js'), out);
  await writeFile(path.join(out, 'package.json'), '{ "type": "module" }\n');
  const start = path.join(out, 'engine.js');
  await writeFile(
    start,
    `import * as module from 'node:module';
module.enableCompileCache?.();
const { run } = await import('./index.js');
await run();
`,
  );
  return start;
}
