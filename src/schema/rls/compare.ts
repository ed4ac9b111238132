import { ident } from '../../database/sql/ident.ts';
import { quoteName } from '../../database/sql/names.ts';
import type { Finding } from '../../release/ports.ts';
import { settingsOf } from '../drift/sql.ts';
import { columnsOf } from './cell.ts';
import { type Cell, type RelationRights, type RlsMatrix, VERBS, type Verb } from './matrix.ts';

/** Where the live matrix differs from the expected one, each difference with the SQL that brings back the expected. */
export function compareMatrix(expected: RlsMatrix, live: RlsMatrix): Finding[] {
  const missingRoles = expected.roles
    .filter((role) => !live.roles.includes(role))
    .map((role) => ({
      object: `role ${role}`,
      message: 'it is expected, but does not exist',
      mend: `create role ${ident(role)} nologin;`,
    }));
  return [...missingRoles, ...relations(expected, live), ...functions(expected, live)];
}

const names = (...maps: Readonly<Record<string, unknown>>[]) =>
  [...new Set(maps.flatMap((map) => Object.keys(map)))].sort();
const at = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

function relations(expected: RlsMatrix, live: RlsMatrix): Finding[] {
  return names(expected.relations, live.relations).flatMap((name): Finding[] => {
    const [want, have] = [at(expected.relations, name), at(live.relations, name)];
    if (!have) return [{ object: name, message: 'it is expected, but does not exist' }];
    if (!want) return [{ object: name, message: `it is not in the expected matrix${describe(have)}` }];
    return [
      ...flag(name, want, have),
      ...ways(name, want, have),
      ...rights(name, want, have),
      ...policies(name, want, have),
    ];
  });
}

/** What nobody has decided yet about a new table. */
function describe(have: RelationRights): string {
  const open = Object.entries(have.rights).map(
    ([role, cells]) => `${role} can ${Object.keys(cells).join(', ')}`,
  );
  return `: row-level security is ${have.rls}${open.length > 0 ? `, ${open.join('; ')}` : ', no privileges for any role'}`;
}

function flag(name: string, want: RelationRights, have: RelationRights): Finding[] {
  if (want.rls === have.rls) return [];
  const invoker = { 'view of its reader': true, 'view of its owner': false } as Record<string, boolean>;
  const mend =
    want.rls in invoker
      ? `alter view ${name} set (security_invoker = ${invoker[want.rls]});`
      : `alter table ${name} ${want.rls === 'off' ? 'disable' : 'enable'} row level security, ${want.rls === 'forced' ? 'force' : 'no force'} row level security;`;
  return [{ object: `rls ${name}`, message: `expected ${want.rls}, but it is ${have.rls}`, mend }];
}

/** Around its policies, or those of the tables it shows. What an older file does not hold is not compared. */
function ways(name: string, want: RelationRights, have: RelationRights): Finding[] {
  const findings: Finding[] = [];
  for (const parent of (have.parents ?? []).filter((p) => !want.parents?.includes(p)))
    findings.push({
      object: name,
      message: `it inherits from ${parent}, which is not expected: its rows can be read through that table`,
    });
  if (want.owner !== undefined && have.owner !== undefined && want.owner !== have.owner)
    findings.push({
      object: name,
      message: `expected to read with the privileges of ${want.owner}, but it reads with those of ${have.owner}`,
      ...changeOwner('view', name, want.owner, have.owner),
    });
  if (want.body !== undefined && have.body !== undefined && want.body !== have.body)
    findings.push({
      object: name,
      message: 'its definition changed, and it reads with the privileges of its owner',
    });
  if (want.barrier && !have.barrier)
    findings.push({
      object: name,
      message: 'it is no longer a security barrier: functions of its reader might see rows that it hides',
      mend: `alter view ${name} set (security_barrier = true);`,
    });
  return findings;
}

/** Follows an owner that no policy holds: see OWNER in queries.ts. */
const BYPASSES = ' (bypassrls)';

/** Only where it is another role, and not the same one with BYPASSRLS. */
function changeOwner(what: string, name: string, want: string, have: string): { mend?: string } {
  const role = (owner: string) => (owner.endsWith(BYPASSES) ? owner.slice(0, -BYPASSES.length) : owner);
  if (role(want) === role(have))
    return { mend: `alter role ${ident(role(want))} ${want === role(want) ? 'nobypassrls' : 'bypassrls'};` };
  return { mend: `alter ${what} ${name} owner to ${ident(role(want))};` };
}

function rights(name: string, want: RelationRights, have: RelationRights): Finding[] {
  return names(want.rights, have.rights).flatMap((role) =>
    VERBS.flatMap((verb): Finding[] => {
      const [a, b] = [at(want.rights, role)?.[verb] ?? 'denied', at(have.rights, role)?.[verb] ?? 'denied'];
      if (a === b) return [];
      const mend = mendRight(name, role, verb, a, b);
      return [
        {
          object: `${name} ${role} ${verb}`,
          message: `expected ${a}, but it is ${b}`,
          ...(mend ? { mend } : {}),
        },
      ];
    }),
  );
}

const columns = (cell: Cell) => columnsOf(cell)?.map(ident).join(', ');

function mendRight(name: string, role: string, verb: Verb, want: Cell, have: Cell): string | undefined {
  const grants = want === 'denied' ? undefined : columns(want);
  const had = have === 'denied' ? undefined : columns(have);
  if (want !== 'denied' && have !== 'denied' && grants === had) return undefined; // the policies' doing
  // What everybody has, no revoke from the role takes back; and what it must not have, everybody must not have.
  const revoke = have === 'denied' ? '' : `revoke ${verb} on ${name} from public, ${ident(role)};`;
  if (want === 'denied') return revoke;
  return `${revoke}${revoke ? ' ' : ''}grant ${verb}${grants ? ` (${grants})` : ''} on ${name} to ${ident(role)};`;
}

function policies(name: string, want: RelationRights, have: RelationRights): Finding[] {
  return names(want.policies, have.policies).flatMap((policy): Finding[] => {
    const [a, b] = [at(want.policies, policy), at(have.policies, policy)];
    if (a === b) return [];
    const quoted = quoteName(policy);
    const drop = `drop policy ${quoted} on ${name};`;
    const create = `create policy ${quoted} on ${name} ${a};`;
    const object = `policy ${name} ${quoted}`;
    if (b === undefined) return [{ object, message: 'the policy is gone', mend: create }];
    if (a === undefined)
      return [{ object, message: `the policy is not in the expected matrix: ${b}`, mend: drop }];
    return [{ object, message: `expected ${a}, but it is ${b}`, mend: `${drop} ${create}` }];
  });
}

function functions(expected: RlsMatrix, live: RlsMatrix): Finding[] {
  return names(expected.functions, live.functions).flatMap((name): Finding[] => {
    const [want, have] = [at(expected.functions, name), at(live.functions, name)];
    const object = `function ${name}`;
    if (!have)
      return [{ object, message: 'policies used it, or roles could call it, but neither is true now' }];
    if (!want) {
      return [
        {
          object,
          message: `not in the expected matrix: runs as ${have.security}, callable by ${have.execute.join(', ') || 'none of the roles'}`,
          mend: `revoke execute on routine ${name} from public, ${live.roles.map(ident).join(', ')};`,
        },
      ];
    }
    const findings: Finding[] = [];
    if (want.security !== have.security)
      findings.push({
        object,
        message: `expected to run as ${want.security}, but it runs as ${have.security}`,
        mend: `alter routine ${name} security ${want.security};`,
      });
    if (want.owner !== undefined && have.owner !== undefined && want.owner !== have.owner)
      findings.push({
        object,
        message: `expected to run with the privileges of ${want.owner}, but it runs with those of ${have.owner}`,
        ...changeOwner('routine', name, want.owner, have.owner),
      });
    if (want.execute.join() !== have.execute.join()) {
      findings.push({
        object,
        message: `expected to be callable by ${want.execute.join(', ') || 'none'}, but it is callable by ${have.execute.join(', ') || 'none'}`,
        mend: `revoke execute on routine ${name} from public, ${live.roles.map(ident).join(', ')};${want.execute.length > 0 ? ` grant execute on routine ${name} to ${want.execute.map(ident).join(', ')};` : ''}`,
      });
    }
    const settings = settingsChange(name, want.settings, have.settings ?? []);
    if (settings) findings.push({ object, ...settings });
    if (want.body !== have.body)
      findings.push({
        object,
        message: 'its body changed, and policies or the privileges of roles depend on it',
      });
    return findings;
  });
}

function settingsChange(
  name: string,
  want: readonly string[] | undefined,
  have: readonly string[],
): { message: string; mend: string } | undefined {
  if (!want || want.join() === have.join()) return undefined;
  const LEAKPROOF = 'leakproof';
  const alter = `alter routine ${name}`;
  const without = (list: readonly string[]) => list.filter((setting) => setting !== LEAKPROOF);
  const mend = [
    ...settingsOf(alter, without(want), without(have)),
    ...(want.includes(LEAKPROOF) === have.includes(LEAKPROOF)
      ? []
      : [`${alter} ${want.includes(LEAKPROOF) ? '' : 'not '}leakproof;`]),
  ].join(' ');
  const shown = (list: readonly string[]) => list.join(', ') || 'nothing';
  return { message: `expected to run with ${shown(want)} set, but it runs with ${shown(have)}`, mend };
}
