import { canonical, type Json } from '../release/canonical.ts';
import type { EnvironmentSettings } from './schema.ts';

/** How a rule is made of what several witnesses say: the oldest first, `undefined` where a witness says nothing. */
export class Rule {
  /** Continues "of several witnesses …". */
  readonly says: string;
  readonly of: (values: readonly (Json | undefined)[]) => Json | undefined;
  /** Whether of two values one is stricter, whoever says it. */
  readonly ordered: boolean;

  constructor(says: string, of: Rule['of'], ordered = true) {
    this.says = says;
    this.of = of;
    this.ordered = ordered;
  }
}

/**
 * Whose word a key is:
 * - `commit`: of the commit being shipped, its own business;
 * - `branch`: of the protected branch, at once. Where the release goes and who hears of it;
 * - a rule: what must hold. A change of it takes effect with the next release; what is stricter holds at once.
 */
export type Keeper = 'commit' | 'branch' | Rule;

type Keepers<T> = { readonly [K in keyof T]-?: Keeper | KeepersOf<NonNullable<T[K]>> };
type KeepersOf<V> = V extends readonly unknown[] ? never : V extends object ? Keepers<V> : never;

const said = (values: readonly (Json | undefined)[]): Json[] =>
  values.filter((value): value is Json => value !== undefined);
const numbers = (values: readonly (Json | undefined)[]): number[] =>
  values.filter((value): value is number => typeof value === 'number');
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const folded = (value: Json): string => canonical(typeof value === 'string' ? value.toLowerCase() : value);

/** Nobody can say which of two gates is stricter: the old one holds, until a release was shipped under it. */
const OLD = new Rule('the oldest one applies', ([oldest]) => oldest, false);
const NAMED = new Rule('the oldest one that sets it applies', (values) => said(values)[0]);
const MOST = new Rule('the largest one applies', (values) =>
  numbers(values).length > 0 ? Math.max(...numbers(values)) : undefined,
);
const LEAST = new Rule('the smallest one applies', (values) =>
  numbers(values).length > 0 ? Math.min(...numbers(values)) : undefined,
);
const EACH = new Rule('all must allow it', (values) => said(values).every((value) => value === true));
const ANY = new Rule('one that requires it is enough', (values) => said(values).includes(true));
const UNION = new Rule('all entries of all of them apply', (values) => {
  const entries = values.flatMap(list);
  return [...new Map(entries.map((entry) => [canonical(entry), entry])).values()];
});
const COMMON = new Rule('only entries in all of them apply', (values) => {
  if (said(values).length === 0) return undefined;
  const [first = [], ...others] = values.map(list);
  return first.filter((entry) => others.every((other) => other.some((one) => folded(one) === folded(entry))));
});
const over = (strict: Json) =>
  new Rule(`\`${String(strict)}\` applies if one of them sets it`, (values) =>
    values.includes(strict) ? strict : said(values)[0],
  );

const QUARANTINE = new Rule('the one that quarantines more applies', (values) =>
  ['always', 'production', 'never'].find((one) => values.includes(one)),
);

/**
 * Every key of an environment. The compiler refuses a key of the schema that is missing here, and one that the schema
 * does not have.
 */
export const WHOSE = {
  kind: over('production'),
  requires: NAMED,
  requiresSoakHours: MOST,
  requiresDrill: ANY,
  app: 'commit',
  vercel: 'branch',
  database: {
    migrations: 'commit',
    rollbacks: 'commit',
    verify: 'commit',
    rls: 'commit',
    usage: 'commit',
    contract: 'commit',
    advisors: ANY,
    advisorsAllow: COMMON,
    tests: 'commit',
    // A commit that could add to it could hide what it opens.
    ignore: { schemas: COMMON, names: COMMON, kinds: COMMON },
    requiredChecks: UNION,
    engine: 'branch',
    // As a comment in a migration would say it: shown on the plan, and approved with it.
    outOfOrder: 'commit',
    files: 'commit',
    // At once: a table that is meant to be open must be listed before the commit that makes it.
    openTables: 'branch',
    lockTimeoutSeconds: 'branch',
    lockBudgetSeconds: 'branch',
  },
  // At once, since it must be what hosting is configured for.
  traffic: 'branch',
  gates: { gate: OLD, watch: OLD },
  approvals: {
    required: MOST,
    approvers: NAMED,
    role: OLD,
    rules: UNION,
    expireHours: LEAST,
    allowSelf: EACH,
    unlinkedAuthors: over('refuse'),
    openThreads: over('block'),
    bareReviews: over('ignore'),
    breakGlass: { allowed: EACH, people: COMMON, authors: EACH },
  },
  // What opens it must have been merged, and shipped once under the old rules.
  fastLane: { for: COMMON, required: MOST, gate: OLD, watch: OLD },
  freeze: UNION,
  rollback: { soakHours: MOST, unknownVerdict: over('refuse'), quarantine: QUARANTINE, drill: 'branch' },
  sentry: 'branch',
  slack: 'branch',
} as const satisfies Keepers<EnvironmentSettings>;

export type KeeperTree = Keeper | { readonly [key: string]: KeeperTree };

export function isKeeper(node: KeeperTree): node is Keeper {
  return typeof node === 'string' || node instanceof Rule;
}
