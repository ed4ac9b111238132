import type { RangeVar, RoleSpec } from 'libpg-query';
import { parts } from '../../hazards/target.ts';
import { qualifiedName, quoteName } from '../../sql/names.ts';
import type { Answer, Held, Kind, World } from './world.ts';

/** What a role may not, and the statement that would let it. */
export interface Denial {
  readonly sure: boolean;
  readonly message: string;
}

/** Asks what one statement needs, in the words of the server's own checks. */
export class Asking {
  readonly denials: Denial[] = [];
  readonly world: World;
  /** The role that runs the statement. */
  role: string;
  /** The role that logged in: SET ROLE asks for its memberships. */
  readonly login: string;
  /** Schemas in which bare names are looked up. */
  path: readonly string[];

  constructor(world: World, login: string, path: readonly string[]) {
    this.world = world;
    this.login = login;
    this.role = login;
    this.path = path;
  }

  /** An answer of the catalog: false is what the server refuses. */
  must(answer: Answer, lacks: string, remedy: string): void {
    if (answer === false) this.deny(true, lacks, remedy);
  }

  private deny(sure: boolean, lacks: string, remedy: string): void {
    const isSure = sure && !this.world.unsure;
    const may = isSure ? 'cannot run it' : 'might not be able to run it';
    this.denials.push({ sure: isSure, message: `${this.role} ${may}: ${lacks}. ${remedy}` });
  }

  /** What only superusers may; platforms let their own role do some of it. */
  superuser(what: string): void {
    if (this.world.isSuperuser(this.role)) return;
    const { platform } = this.world;
    const remedy = platform
      ? `${platform} lets its own role do some of it: try it there first.`
      : `Let a superuser run it.`;
    this.deny(platform === undefined, `${what} requires a superuser`, remedy);
  }

  /** The same for what a role could be let do, but platforms do as superusers. */
  onPlatform(answer: Answer, lacks: string, remedy: string): void {
    if (answer === false) this.deny(this.world.platform === undefined, lacks, remedy);
  }

  owns(held: Held | undefined): void {
    if (!held) return;
    const name = quotedOf(held);
    this.must(
      this.world.owns(this.role, held),
      `${held.label} belongs to ${held.owner}`,
      `As ${held.owner}: grant ${quoteName(held.owner)} to ${quoteName(this.role)}, or alter ${typeOf(held)} ${name} owner to ${quoteName(this.role)}.`,
    );
  }

  /** DROP also serves the owner of the schema. */
  drops(held: Held | undefined): void {
    if (!held) return;
    const [schema] = this.world.find('schema', schemaOf(held));
    if (!schema || !this.world.owns(this.role, schema)) this.owns(held);
  }

  may(held: Held | undefined, rights: readonly string[], column = false): void {
    if (!held) return;
    this.must(
      this.world.may(this.role, held, rights, column),
      `it has no ${rights.join(' or ')} on ${held.label}`,
      `As ${held.owner}: grant ${rights[0]?.toLowerCase()} on ${typeOf(held)} ${quotedOf(held)} to ${quoteName(this.role)}.`,
    );
  }

  usesSchema(name: string | undefined): void {
    if (name !== undefined) this.may(this.world.find('schema', name)[0], ['USAGE']);
  }

  createsIn(schema: string | undefined, role = this.role): void {
    const [held] = schema === undefined ? [] : this.world.find('schema', schema);
    if (!held || schema === TEMPORARY) return;
    this.must(
      this.world.may(role, held, ['CREATE']),
      `${role === this.role ? 'it' : role} has no CREATE on ${held.label}`,
      `As ${held.owner}: grant create on schema ${quoteName(held.name)} to ${quoteName(role)}.`,
    );
  }

  createsInDatabase(right = 'CREATE', role = this.role): void {
    const [held] = this.world.find('database', this.world.database);
    if (!held) return;
    this.must(
      this.world.may(role, held, [right]),
      `${role === this.role ? 'it' : role} has no ${right} on ${held.label}`,
      `As ${held.owner}: grant ${right.toLowerCase()} on database ${quoteName(held.name)} to ${quoteName(role)}.`,
    );
  }

  /** Looks a name up as the server would: USAGE on a schema that is named is asked for, too. */
  lookUp(kind: Kind, names: readonly string[]): readonly Held[] {
    const [bare = '', schema] = [...names].reverse();
    if (!IN_SCHEMAS.has(kind)) return this.world.find(kind, bare);
    if (schema !== undefined) {
      this.usesSchema(schema);
      return this.world.find(kind, `${schema}.${bare}`);
    }
    for (const each of [TEMPORARY, 'pg_catalog', ...this.visible()]) {
      const found = this.world.find(kind, `${each}.${bare}`);
      if (found.length > 0) return found;
    }
    return [];
  }

  relation(relation: RangeVar | undefined): Held | undefined {
    return relation ? this.lookUp('relation', parts(relation))[0] : undefined;
  }

  /** The schema that a new object goes to, and what it will be called. */
  place(names: readonly string[]): { schema: string | undefined; name: string } {
    const [bare = '', schema = this.visible()[0]] = [...names].reverse();
    return { schema, name: `${schema}.${bare}` };
  }

  /** Makes an object: asks for CREATE in its schema, and keeps in mind that it is there. */
  creates(kind: Kind, names: readonly string[], more: Partial<Held> = {}): string {
    const { schema, name } = this.place(names);
    this.createsIn(schema);
    this.made(kind, name, more);
    return name;
  }

  made(kind: Kind, name: string, more: Partial<Held> = {}): void {
    const before = this.world.find(kind, name);
    if (before.length > 0 && kind !== 'routine') return;
    this.world.add({ kind, name, label: `${kind} ${name}`, owner: this.role, acl: undefined, ...more });
  }

  /** A role by name; CURRENT_USER and the like are the ones at hand. PUBLIC: undefined. */
  named(role: RoleSpec | undefined): string | undefined {
    switch (role?.roletype) {
      case 'ROLESPEC_CURRENT_USER':
      case 'ROLESPEC_CURRENT_ROLE':
        return this.role;
      case 'ROLESPEC_SESSION_USER':
        return this.login;
      case 'ROLESPEC_PUBLIC':
        return undefined;
    }
    return role?.rolename;
  }

  /** Hands something to a role: whoever does must be able to become it. */
  becomes(role: string | undefined, who = this.role): void {
    if (role === undefined || !this.world.roles.has(role)) return;
    this.must(
      this.world.maySetRole(who, role),
      `${who === this.role ? 'it' : who} cannot SET ROLE ${role}`,
      `As a role with ADMIN on it: grant ${quoteName(role)} to ${quoteName(who)}.`,
    );
  }

  hasRightsOf(role: string | undefined): void {
    if (role === undefined || !this.world.roles.has(role)) return;
    this.must(
      this.world.hasRightsOf(this.role, role),
      `it does not have the privileges of ${role}`,
      `As a role with ADMIN on it: grant ${quoteName(role)} to ${quoteName(this.role)}.`,
    );
  }

  private visible(): readonly string[] {
    return this.path.flatMap((each) => {
      const name = each === '$user' ? this.role : each;
      const [held] = this.world.find('schema', name);
      return held && this.world.may(this.role, held, ['USAGE']) !== false ? [name] : [];
    });
  }
}

export const TEMPORARY = 'pg_temp';
const IN_SCHEMAS = new Set<Kind>(['relation', 'routine', 'type']);

export const schemaOf = ({ kind, name }: Held): string =>
  IN_SCHEMAS.has(kind) ? name.slice(0, name.indexOf('.')) : '';

const quotedOf = ({ kind, name, types }: Held): string => {
  const at = name.indexOf('.');
  if (!IN_SCHEMAS.has(kind)) return quoteName(name);
  const quoted = qualifiedName(name.slice(0, at), name.slice(at + 1));
  return types ? `${quoted}(${types.join(', ')})` : quoted;
};

/** As ALTER and GRANT write it. */
function typeOf({ kind, relkind }: Held): string {
  if (kind === 'routine') return 'function';
  if (kind === 'wrapper') return 'foreign data wrapper';
  if (kind === 'server') return 'foreign server';
  if (kind !== 'relation') return kind;
  return relkind === 'S' ? 'sequence' : relkind === 'i' || relkind === 'I' ? 'index' : 'table';
}
