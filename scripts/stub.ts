import { minVersion } from 'semver';

/**
 * The text of a file of dist/ that people and runners start. It must be readable to every Node.js, also to one that is
 * too old for the rest: no named imports of what came later. Newer versions than `engines` name are let through: what
 * they lack would be a dev dependency's wish, and a runner's own Node.js is not ours to choose.
 *
 * @param call What the file calls of `index.js`, e.g. `cli(process.argv.slice(2))`.
 * @param engines The range of package.json.
 */
export function stubText(call: string, engines: string): string {
  const oldest = minVersion(engines);
  if (!oldest) throw new Error(`engines.node of package.json is not a range: ${engines}`);
  const { major, minor } = oldest;
  return `import * as module from 'node:module';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < ${major} || (major === ${major} && minor < ${minor})) {
  console.error(\`Shiplock needs Node.js ${major}.${minor} or newer; this is \${process.versions.node}.\`);
  process.exit(1);
}
// Compiled code is cached where the runner allows it: the second action of a job starts faster.
module.enableCompileCache?.();
const { ${call.split('(')[0]} } = await import('./index.js');
await ${call};
`;
}
