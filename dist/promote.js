import * as module from 'node:module';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Shiplock needs Node.js 22.18 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
// Compiled code is cached where the runner allows it: the second action of a job starts faster.
module.enableCompileCache?.();
const { action } = await import('./index.js');
await action("promote");
