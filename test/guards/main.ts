import { GUARDS } from './list.ts';
import { type Noticed, throwAwayTree, type Witness } from './tree.ts';

/**
 * `npm run test:guards`: switches every guard of list.ts off, one at a time, in a throw-away copy, and prints which test
 * noticed. One that nothing notices makes the exit code 1. `npm run test:guards -- lease chain` tries those whose name
 * or file holds one of the words.
 */
const words = process.argv.slice(2);
const guards = GUARDS.filter(
  ({ name, file }) => words.length === 0 || words.some((word) => name.includes(word) || file.includes(word)),
);
// Those that unit tests notice first: they take seconds.
const quick = (file: string) => file.startsWith('src/') && !file.includes('.integration.');
guards.sort((a, b) => Number(b.tests.every(quick)) - Number(a.tests.every(quick)));
if (guards.length === 0) throw new Error(`no guard is called ${words.join(' or ')}`);

const tree = await throwAwayTree();
const witnesses: Witness[] = [];
const unnoticed: string[] = [];
try {
  for (const [index, { name, file, ...guard }] of guards.entries()) {
    const { by, broken } = await tree.without({ name, file, ...guard }).catch(stale);
    const [witness] = by;
    if (witness) witnesses.push(witness);
    else unnoticed.push(name);
    const outcome = witness ? `noticed by “${witness.title}”` : (broken ?? `noticed by nothing (${file})`);
    process.stdout.write(`${witness ? '✓' : '✗'} ${index + 1} of ${guards.length}  ${name}: ${outcome}\n`);
  }
  if (witnesses.length > 0) {
    const { by, broken } = await tree.untouched(witnesses);
    for (const { title } of by) {
      unnoticed.push(title);
      process.stdout.write(`✗ with every guard on “${title}” fails as well: it has noticed nothing\n`);
    }
    if (broken) throw new Error(broken);
  }
} finally {
  await tree.remove();
}
process.stdout.write(`${guards.length} guards, ${unnoticed.length} noticed by nothing\n`);
process.exitCode = unnoticed.length === 0 ? 0 : 1;

/** One entry that the code left behind is told with the others, and is noticed by nothing. */
function stale(error: unknown): Noticed {
  return { by: [], broken: error instanceof Error ? error.message : String(error) };
}
