import type { GrantStmt, Node } from 'libpg-query';
import { AGAIN, differs, type Fate } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import { functionKey } from '../exposure/functions.ts';
import type { Rights } from '../facts.ts';
import { joined } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { namedPrivileges, namesOf, roles } from '../nodes.ts';
import { ALL, lost, type RightsKind, without } from '../remade/rights.ts';
import { namedTypes, signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { overloads, qualified } from './functions.ts';
import { privileges } from './rights.ts';
import { opens } from './unguarded.ts';

const GRANT: Rule = {
  id: 'grant-to-everyone',
  severity: 'warning',
  threat: 'authorization',
  title: 'PUBLIC, anon or authenticated get privileges: anybody with the API key has them',
  instead: 'Grant to the role that needs it, and rely on row level security for the rest.',
};
const GRANT_OTHER: Rule = {
  id: 'grant',
  severity: 'info',
  threat: 'authorization',
  title: 'A role gets privileges',
};
const REVOKE: Rule = {
  id: 'revoke',
  severity: 'warning',
  threat: 'authorization',
  title: 'Privileges are revoked that the running version might use',
  squawk: ['ban-revoke'],
};
const EVERYONE = new Set(['public', 'anon', 'authenticated']);

/** What a GRANT or REVOKE speaks of: the key its rights are kept by, and those that it had before the release. */
interface Granted {
  readonly key: string;
  readonly kind: RightsKind;
  readonly label: string;
  readonly before: Rights | undefined;
  readonly isNew: boolean;
  /** A trigger's function: nobody needs the right to run it. */
  readonly isTrigger?: boolean;
}

const KINDS: Readonly<Record<string, RightsKind>> = {
  OBJECT_TABLE: 'table',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
};

function grantedOf(effects: Effects, node: GrantStmt, object: Node): Granted[] {
  const kind = KINDS[node.objtype ?? ''] ?? 'table';
  const names = namesOf(object);
  const bare = names.at(-1) ?? '';
  if (node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') {
    const inside = effects.facts.schemas.get(bare)?.inside;
    const before =
      kind === 'table' || kind === 'sequence' || kind === 'function' ? inside?.[kind] : undefined;
    const isNew = effects.memory.schemas.has(bare);
    return [{ key: `every ${kind} in ${bare}`, kind, label: `every ${kind} in ${bare}`, before, isNew }];
  }
  if (kind === 'schema') {
    const before = effects.facts.schemas.get(bare)?.rights;
    return [
      {
        key: `schema ${bare}`,
        kind,
        label: `schema ${bare}`,
        before,
        isNew: effects.memory.schemas.has(bare),
      },
    ];
  }
  if ('RangeVar' in object) {
    const target = effects.target(object.RangeVar);
    return [
      {
        key: `${kind} ${target.name}`,
        kind,
        label: target.name,
        before: target.facts?.rights,
        isNew: target.isNew,
      },
    ];
  }
  if (kind !== 'function') {
    const isNew = effects.memory.types.has(bare);
    return [{ key: `type ${names.join('.')}`, kind, label: names.join('.'), before: undefined, isNew }];
  }
  const name = qualified(effects, names);
  const types = namedTypes(object, effects.facts);
  const found = overloads(effects, name).filter(
    (each) => !types || signature(each.types, effects.facts) === signature(types, effects.facts),
  );
  if (found.length === 0) {
    const isNew = effects.memory.functions.has(bare);
    return [
      {
        key: `function ${name}(${types?.join(', ') ?? ''})`,
        kind,
        label: names.join('.'),
        before: undefined,
        isNew,
      },
    ];
  }
  return found.map((each) => ({
    key: functionKey(effects, name, each.types),
    kind,
    label: `${names.join('.')}(${each.types.join(', ')})`,
    before: each.rights,
    // What stands in the place of one that went begins with default rights; taking some back takes nothing.
    isNew: each.file !== undefined && !each.rights,
    isTrigger: each.result.type === 'trigger',
  }));
}

function grant(effects: Effects, node: GrantStmt): void {
  effects.ddl = true;
  const objects = (node.objects ?? []).map((object) => namesOf(object).join('.')).join(', ');
  const to = roles(node.grantees);
  const everything = node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? 'everything in ' : '';
  const what = `${privileges(node.privileges)} on ${everything}${objects}`;
  const granted = (node.objects ?? []).flatMap((object) => grantedOf(effects, node, object));
  if (!node.is_grant) {
    for (const each of granted) revoke(effects, node, each, to);
    return;
  }
  for (const each of granted) {
    const given = namedPrivileges(node.privileges) ?? ALL[each.kind];
    const more: Rights = new Map(to.map((role) => [role, new Set(given)]));
    for (const key of keysOf(effects, each)) {
      const known = effects.memory.rights.get(key) ?? rightsBefore(effects, each, key);
      effects.memory.rights.set(key, joined(known ?? new Map(), more));
    }
  }
  for (const key of granted.flatMap((each) => keysOf(effects, each)))
    if (key.startsWith('table ')) opens(effects, key.slice('table '.length));
  effects.add(`privileges on ${everything}${objects}`);
  const isNew = granted.every((each) => each.isNew);
  const open = to.filter((role) => EVERYONE.has(role) && !(isNew && role === 'authenticated'));
  if (open.length > 0) effects.hazard(GRANT, `${open.join(', ')} get ${what}`);
  else effects.hazard(GRANT_OTHER, `${to.join(', ')} get ${what}`);
}

/** Rights on everything in a schema reach each object in it that the release made or changed. */
function keysOf(effects: Effects, { key, kind }: Granted): string[] {
  const [, schema] = /^every \w+ in (.*)$/.exec(key) ?? [];
  if (schema === undefined) return [key];
  const inside = (name: string) => name.startsWith(`${schema}.`);
  const held = [...effects.memory.rights.keys()].filter((each) => each.startsWith(`${kind} ${schema}.`));
  const before = [...effects.facts.relations.values()].filter(
    ({ name, kind: what }) => kind === 'table' && inside(name) && !NO_TABLES.has(what),
  );
  const names = before.map(({ name }) => name).filter((name) => !effects.memory.dropped.has(name));
  return [...new Set([key, ...held, ...names.map((name) => `table ${name}`)])];
}

const NO_TABLES = new Set(['index', 'composite', 'sequence']);

/** Rights that an object had before the release. */
function rightsBefore(effects: Effects, granted: Granted, key: string): Rights | undefined {
  if (key === granted.key) return granted.before;
  return key.startsWith('table ')
    ? effects.named(key.slice('table '.length).split('.')).facts?.rights
    : undefined;
}

/** Takes rights away. Whoever had none loses none, and what is given again in this release was never missed. */
function revoke(effects: Effects, node: GrantStmt, granted: Granted, from: readonly string[]): void {
  const { key, label, before, isNew } = granted;
  const named = namedPrivileges(node.privileges);
  const held = effects.memory.rights.get(key) ?? before;
  for (const each of keysOf(effects, granted)) {
    const known = effects.memory.rights.get(each) ?? rightsBefore(effects, granted, each);
    if (known) effects.memory.rights.set(each, without(known, from, named));
  }
  // Taking rights from what the release itself made is how it is locked down.
  if (isNew) return;
  if (!effects.facts.known || !held) {
    if (effects.facts.known && granted.kind !== 'type') return;
    effects.contract = true;
    effects.hazard(REVOKE, `${privileges(node.privileges)} on ${label} is revoked from ${from.join(', ')}`);
    return;
  }
  const after = without(held, from, named);
  const taken = lost(held, after, undefined);
  if (taken.length === 0 || granted.isTrigger) return;
  const message = `${privileges(node.privileges)} on ${label} is revoked from ${from.join(', ')}`;
  const judge = (end: ReleaseMemory): Fate => {
    const still = lost(held, end.rights.get(key) ?? held, undefined);
    return still.length === 0 ? AGAIN(effects.setting.file) : differs(still.join('; '));
  };
  effects.goes(REVOKE, message, judge, { message, isChange: true });
}

export const grants: Family = {
  name: 'Grants',
  rules: [GRANT, GRANT_OTHER, REVOKE],
  statements: { GrantStmt: grant },
};
