import { GUARDS } from './list.ts';
import { throwAwayTree } from './tree.ts';

/**
 * `npm run test:guards`: switches every guard of list.ts off, one at a time, in a throw-away copy, and prints which test
 * noticed. One that nothing notices makes the exit code 1. `npm run test:guards -- lease chain` tries those whose name
 * or file holds one of the words.
 */
const words = process.argv.slice(2);
const guards = GUARDS.filter(
  ({ name, file }) => words.length === 0 || words.some((word) => name.includes(word) || file.includes(word)),
);
if (guards.length === 0) throw new Error(`no guard is called ${words.join(' or ')}`);

const tree = await throwAwayTree();
let unnoticed = 0;
try {
  const before = await tree.untouched(guards);
  if (before.by.length > 0 || before.broken)
    throw new Error(`with every guard on, tests fail already: ${before.broken ?? before.by.join(', ')}`);
  for (const [index, guard] of guards.entries()) {
    const { by, broken } = await tree.without(guard);
    const noticed = by.length > 0 && !broken;
    if (!noticed) unnoticed += 1;
    process.stdout.write(
      `${noticed ? '✓' : '✗'} ${index + 1} of ${guards.length}  ${guard.name}: ${broken ?? (noticed ? `noticed by “${by[0]}”` : `noticed by nothing (${guard.file})`)}\n`,
    );
  }
} finally {
  await tree.remove();
}
process.stdout.write(`${guards.length} guards, ${guards.length - unnoticed} noticed\n`);
process.exitCode = unnoticed === 0 ? 0 : 1;
