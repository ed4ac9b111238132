import { loadParser } from '../../database/sql/parser.ts';
import type { AppContract, SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';
import { verdict } from './verdict.ts';

await loadParser();

/** Small schemas for tests of the verdict's rules: parts as the catalog would give them, each with what matters. */
export type Objects = SchemaSnapshot['objects'];
type Properties = SnapshotObject['properties'];
/** What changed, before, after, and each reason as `told` prints it. */
export type Case = readonly [title: string, before: Objects[], after: Objects[], reasons: string[]];

export const schema = (...parts: Objects[]): SchemaSnapshot => ({
  format: 1,
  schemas: ['public'],
  objects: Object.assign({}, ...parts),
  unreadable: [],
});

export const object = (kind: SnapshotObject['kind'], name: string, properties: Properties = {}): Objects => ({
  [`${kind} ${name}`]: { kind, properties },
});

export const table = (name: string, more: Properties = {}): Objects =>
  object('relation', name, {
    ...{
      type: 'table',
      owner: 'postgres',
      options: [],
      parents: [],
      ownerLacks: [],
      persistence: 'permanent',
    },
    ...{ partitionKey: null, partitionBound: null, replicaIdentity: 'd' },
    ...more,
  });

/** `public.t.a`. */
export function column(path: string, more: Properties = {}): Objects {
  const [, relation = '', name = ''] = /^(.*)\.([^.]+)$/.exec(path) ?? [];
  return object('column', path, {
    ...{ relation, name, type: 'text', notNull: false, default: null, identity: null, generated: null },
    ...{ collation: null, ...more },
  });
}

/** By default on `public.t`, and over `a`. */
export const constraint = (name: string, definition: string, more: Properties = {}): Objects => {
  const relation = String(more.relation ?? 'public.t');
  const type = /^(CHECK|UNIQUE|PRIMARY KEY|FOREIGN KEY|EXCLUDE)/.exec(definition)?.[1]?.toLowerCase();
  return object('constraint', `${relation} ${name}`, {
    ...{ relation, name, type: type === 'exclude' ? 'exclusion' : (type ?? ''), definition, columns: ['a'] },
    ...{ inherited: false, validated: true, references: null, ...more },
  });
};

/** `columns` as they stand in its definition. */
export const index = (name: string, columns: string, more: Properties = {}): Objects =>
  object('index', `public.${name}`, {
    ...{ relation: 'public.t', unique: false, valid: true, expressions: false, constraint: null },
    columns: columns.split(', '),
    definition: `CREATE INDEX ${name} ON public.t USING btree (${columns})`,
    ...more,
  });

export const grant = (on: string, role: string, privilege: string, type = 'relation'): Objects =>
  object('grant', `${type === 'relation' ? '' : `${type} `}${on} ${role} ${privilege}`, {
    ...{ type, object: on, role, privilege, grantable: false },
  });

export const columnGrant = (relation: string, name: string, role: string, privilege: string): Objects =>
  object('column-grant', `${relation}.${name} ${role} ${privilege}`, {
    ...{ relation, column: name, role, privilege, grantable: false },
  });

/** `public.f(integer)`. */
export const fn = (signature: string, more: Properties = {}): Objects =>
  object('function', signature, {
    ...{ kind: 'function', name: signature.replace(/\(.*$/, ''), arguments: '', result: 'integer' },
    ...{ words: [], dynamic: false, bodyHash: '1', security: 'invoker', settings: [], owner: 'postgres' },
    ...{ volatility: 'volatile', strict: false, parallel: 'unsafe', leakproof: false, language: 'sql' },
    ...more,
  });

export const trigger = (name: string, calls: string, more: Properties = {}): Objects => {
  const relation = String(more.relation ?? 'public.t');
  return object('trigger', `${relation} ${name}`, { relation, name, function: calls, ...more });
};

export const policy = (name: string, more: Properties = {}): Objects =>
  object('policy', `public.t "${name}"`, {
    ...{ relation: 'public.t', name, command: 'all', permissive: true, roles: ['authenticated'] },
    ...{ using: 'true', check: null, ...more },
  });

/** An app that does one thing. */
interface App {
  readonly does: string;
  readonly to: string;
  readonly column?: string;
  readonly contract: AppContract;
}
const NOTHING: AppContract = { version: 1, uses: { relations: {}, functions: [] } };
const short = (name: string): string => name.replace(/^public\./, '');

/** One app for each thing that can be done in the two schemas; `else` is a column that neither has. */
function apps(...snapshots: SchemaSnapshot[]): App[] {
  const items = snapshots.flatMap(({ objects }) => Object.entries(objects));
  const names = (kind: string) => [
    ...new Set(items.filter(([, o]) => o.kind === kind).map(([id]) => id.slice(kind.length + 1))),
  ];
  const columnsOf = (relation: string) => [
    ...new Set(
      items
        .filter(([, o]) => o.kind === 'column' && o.properties.relation === relation)
        .map(([, o]) => String(o.properties.name)),
    ),
    'else',
  ];
  const uses = (relation: string, what: AppContract['uses']['relations'][string]): AppContract => ({
    version: 1,
    uses: { relations: { [relation]: what }, functions: [] },
  });
  return [
    ...names('relation').flatMap((relation): App[] => [
      ...(['select', 'insert', 'update'] as const).flatMap((does) =>
        columnsOf(relation).map((name) => ({
          ...{ does, to: relation, column: name, contract: uses(relation, { [does]: [name] }) },
        })),
      ),
      { does: 'delete', to: relation, contract: uses(relation, { delete: true }) },
    ]),
    ...names('function').map((signature) => ({
      ...{ does: 'call', to: signature },
      contract: { version: 1, uses: { relations: {}, functions: [signature] } } as const,
    })),
  ];
}

/**
 * Each reason in a line, and in brackets whom it concerns: `all` (every app), or what an app must do with what
 * (`t: select(a) insert` reads the column a of t, or inserts any); `if declared`: left out without a contract.
 */
export function told(before: Objects[], after: Objects[]): string[] {
  const [previous, live] = [schema(...before), schema(...after)];
  const lines = (contract?: AppContract) =>
    verdict(previous, live, contract).reasons.map((r) => `${r.answer} ${r.object}: ${r.why}`);
  const all = lines(NOTHING);
  const asked = apps(previous, live).map((app) => ({ app, lines: lines(app.contract) }));
  const plain = lines();
  const declared = asked.flatMap((one) => one.lines).filter((line) => !line.includes("the app's contract"));
  return [...new Set([...plain, ...declared])].map((line) => {
    const concerned = asked.filter((one) => one.lines.includes(line)).map(({ app }) => app);
    const who = all.includes(line) ? 'all' : printed(concerned, apps(previous, live)) || 'nobody';
    return `${line} [${plain.includes(line) ? '' : 'if declared, '}${who}]`;
  });
}

function printed(concerned: readonly App[], every: readonly App[]): string {
  const things = [...new Set(concerned.map(({ to }) => to))];
  return things
    .map((to) => {
      const verbs = [...new Set(concerned.filter((one) => one.to === to).map(({ does }) => does))];
      const each = verbs.map((does) => {
        const of = (list: readonly App[]) => list.filter((one) => one.to === to && one.does === does);
        const some = of(concerned).length < of(every).length;
        return some ? `${does}(${of(concerned).map((one) => one.column)})` : does;
      });
      return `${short(to)}: ${each.join(' ')}`;
    })
    .join('; ');
}
