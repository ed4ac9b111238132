import { count } from '../../present/count.ts';
import type { Finding } from '../../release/ports.ts';
import type { SchemaSnapshot } from '../../release/snapshot.ts';
import { type Item, value } from '../model/view.ts';

/** Between two snapshots the server became another major version. */
export interface Upgrade {
  /** Whether the two differ in nothing but what each version prints, or has by itself; they are counted. */
  printedOtherwise(want: Item | undefined, have: Item | undefined): boolean;
  /** One finding for all of them. */
  baseline(): Finding[];
}

/** Properties that hold what the server prints of a tree, or its own defaults. */
const PRINTED: Readonly<Record<string, readonly string[]>> = {
  relation: ['ownerLacks', 'partitionKey', 'partitionBound'],
  column: ['default', 'generated'],
  constraint: ['definition'],
  index: ['definition', 'expressions'],
  view: ['definition', 'definitionHash'],
  rule: ['definition'],
  trigger: ['definition'],
  policy: ['using', 'check'],
  domain: ['default', 'constraints'],
  function: ['arguments', 'result', 'bodyHash', 'words', 'dynamic', 'star'],
  publication: ['generated'],
  extension: ['version'],
};
/** Rights that only one of the two knows: MAINTAIN came with PostgreSQL 17. */
const NEW_RIGHTS = ['MAINTAIN'];
const SHOWN = 5;

/** https://www.postgresql.org/support/versioning/: a major version is a release of its own since 10. */
const major = (server: number) => Math.floor(server / 10_000);

export function upgradeOf(expected: SchemaSnapshot, live: SchemaSnapshot): Upgrade | undefined {
  const [from, to] = [expected.server, live.server];
  if (!from || !to || major(from) === major(to)) return undefined;
  const otherwise: string[] = [];
  return {
    printedOtherwise(want, have) {
      const item = want ?? have;
      if (!item || !isPrinted(item, want, have)) return false;
      if (JSON.stringify(want?.properties) !== JSON.stringify(have?.properties)) otherwise.push(item.id);
      return true;
    },
    baseline: () =>
      otherwise.length === 0
        ? []
        : [
            {
              object: 'server',
              message: `new baseline: PostgreSQL ${major(from)} became ${major(to)}, and prints ${count(otherwise.length, 'object')} differently (${otherwise.slice(0, SHOWN).join(', ')}${otherwise.length > SHOWN ? ', …' : ''}). Nothing needs to be repaired: the next release saves the schema as PostgreSQL ${major(to)} prints it.`,
            },
          ],
  };
}

function isPrinted(item: Item, want: Item | undefined, have: Item | undefined): boolean {
  if (!want || !have) return NEW_RIGHTS.includes(String(value(item, 'privilege')));
  const printed = PRINTED[item.kind] ?? [];
  const rest = ({ properties }: Item) =>
    JSON.stringify(
      Object.entries(properties)
        .filter(([name]) => !printed.includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return rest(want) === rest(have);
}
