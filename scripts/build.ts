import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundle } from './bundle.ts';
import { writeGenerated } from './generate.ts';
import { actionNames, root } from './project.ts';
import { stubText } from './stub.ts';

/**
 * dist/: tsc, then one ncc bundle in which each action and each vendor's package is a lazy chunk (bundle.ts), and a stub
 * per action. A folder under actions/ with a main.ts is all it takes to be built.
 */
const build = path.join(root, 'build');
const dist = path.join(
  root,
  process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1]! : 'dist',
);

interface Manifest {
  readonly engines: { readonly node: string };
}

await writeGenerated();
await rm(build, { recursive: true, force: true });
execFileSync(
  path.join(root, 'node_modules/typescript-native/bin/tsc'),
  [
    ...['-p', path.join(root, 'tsconfig.build.json')],
    // Types change nothing of what is written; `npm test` checks them beside this, in `typecheck`.
    ...(process.argv.includes('--unchecked') ? ['--noCheck'] : []),
  ],
  { stdio: 'inherit', cwd: root },
);

const names = await actionNames();
const loaders = names.map((name) => `  ${JSON.stringify(name)}: () => import('./actions/${name}/main.js'),`);
await writeFile(
  path.join(build, 'entry.js'),
  `// Emscripten's loaders (libpg-query) look next to themselves by __dirname, which modules do not have.
globalThis.__dirname ??= import.meta.dirname;
const actions = {\n${loaders.join('\n')}\n};
export async function action(name) {
  const { runAction } = await import('./src/runner/run.js');
  return runAction(name, actions[name]);
}
export async function cli(argv) {
  const { main } = await import('./src/cli/main.js');
  return main(argv);
}
`,
);
await writeFile(path.join(build, 'package.json'), '{ "type": "module" }\n');
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await bundle(path.join(build, 'entry.js'), dist);

const { engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Manifest;
const stub = (call: string) => stubText(call, engines.node);
for (const name of names)
  await writeFile(path.join(dist, `${name}.js`), stub(`action(${JSON.stringify(name)})`));
await writeFile(path.join(dist, 'cli.js'), `#!/usr/bin/env node\n${stub('cli(process.argv.slice(2))')}`);
await writeFile(path.join(dist, 'package.json'), '{ "type": "module" }\n');
