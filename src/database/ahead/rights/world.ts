/** Who owns what and who may do what, as the catalog says and as pending files have changed it so far. */

export interface Role {
  readonly name: string;
  superuser: boolean;
  createrole: boolean;
  createdb: boolean;
  replication: boolean;
  bypassrls: boolean;
  /** Before PostgreSQL 16 this decided for all memberships. */
  inherit: boolean;
}

export interface Membership {
  readonly role: string;
  readonly member: string;
  readonly admin: boolean;
  readonly inherit: boolean;
  readonly set: boolean;
}

export interface Grant {
  /** Empty: PUBLIC. */
  readonly to: string;
  /** In upper case: `SELECT`. */
  readonly right: string;
  readonly grantable: boolean;
  /** Of one column or more, not of the whole table. */
  readonly ofColumn?: boolean;
}

export type Kind =
  | 'relation'
  | 'routine'
  | 'type'
  | 'schema'
  | 'database'
  | 'extension'
  | 'language'
  | 'wrapper'
  | 'server'
  | 'publication'
  | 'subscription'
  | 'event trigger';

export interface Held {
  readonly kind: Kind;
  /** With its schema, where it has one. */
  readonly name: string;
  /** `table public.orders`. */
  readonly label: string;
  owner: string;
  /** undefined: pending files made or changed it, and what it came to is not followed. */
  acl: readonly Grant[] | undefined;
  /** Of relations: as pg_class has it. */
  readonly relkind?: string;
  /** Of relations: the table that an index belongs to. */
  readonly table?: string;
  /** Of tables: the server's own triggers (foreign keys) stand on it. */
  readonly systemTriggers?: boolean;
  /** Of languages. */
  readonly trusted?: boolean;
  /** Of routines: types of the arguments, as `format_type` writes them. */
  readonly types?: readonly string[];
}

/** What `CREATE EXTENSION` needs. */
export interface Available {
  readonly superuser: boolean;
  readonly trusted: boolean;
}

/** The three answers; undefined: nobody can tell. */
export type Answer = boolean | undefined;

const DATABASE_OWNER = 'pg_database_owner';
/** https://www.postgresql.org/docs/current/predefined-roles.html */
const READS = new Set(['SELECT']);
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE']);

export class World {
  readonly roles = new Map<string, Role>();
  readonly memberships: Membership[] = [];
  /** By `kind name`; routines have overloads. */
  readonly objects = new Map<string, Held[]>();
  readonly available = new Map<string, Available>();
  /** Settings that pending files name → who may make them. */
  readonly settings = new Map<string, { readonly context: string; readonly granted: readonly string[] }>();
  /** Something that cannot be read may have changed rights. */
  unsure = false;
  readonly version: number;
  readonly database: string;
  /** The platform lets its own role do what else only superusers may. */
  readonly platform: string | undefined;
  /** Whoever makes a role gets more of it than ADMIN. */
  readonly selfGrants: boolean;

  constructor(about: Pick<World, 'version' | 'database' | 'platform' | 'selfGrants'>) {
    this.version = about.version;
    this.database = about.database;
    this.platform = about.platform;
    this.selfGrants = about.selfGrants;
  }

  get major(): number {
    return Math.floor(this.version / 10_000);
  }

  find(kind: Kind, name: string): readonly Held[] {
    return this.objects.get(`${kind} ${name}`) ?? [];
  }

  add(held: Held): void {
    const key = `${held.kind} ${held.name}`;
    const before = held.kind === 'routine' ? (this.objects.get(key) ?? []) : [];
    this.objects.set(key, [...before, held]);
  }

  remove(kind: Kind, name: string): void {
    this.objects.delete(`${kind} ${name}`);
    if (kind !== 'schema') return;
    for (const [key, [held]] of this.objects)
      if (held && held.kind !== 'schema' && held.name.startsWith(`${name}.`)) this.objects.delete(key);
  }

  move(held: Held, name: string): void {
    const left = this.find(held.kind, held.name).filter((each) => each !== held);
    this.objects.set(`${held.kind} ${held.name}`, left);
    this.add({ ...held, name, label: held.label.replace(held.name, () => name) });
  }

  isSuperuser(role: string): boolean {
    return this.roles.get(role)?.superuser === true;
  }

  /** Roles whose rights a role has without SET ROLE, itself among them. */
  rolesOf(role: string, by: 'inherit' | 'set' | 'any' = 'inherit'): ReadonlySet<string> {
    const found = new Set([role]);
    const owner = this.find('database', this.database)[0]?.owner;
    for (const each of found) {
      if (each === owner) found.add(DATABASE_OWNER);
      for (const membership of this.memberships)
        if (membership.member === each && (by === 'any' || membership[by])) found.add(membership.role);
    }
    return found;
  }

  /** Whether a role has the rights of another. https://www.postgresql.org/docs/current/functions-info.html */
  hasRightsOf(role: string, other: string): boolean {
    return this.isSuperuser(role) || this.rolesOf(role).has(other);
  }

  maySetRole(role: string, other: string): boolean {
    if (this.isSuperuser(role)) return true;
    return this.rolesOf(role, this.major >= 16 ? 'set' : 'any').has(other);
  }

  /** Whether a role may pass on membership in another. */
  mayAdminister(role: string, other: string): boolean {
    if (this.isSuperuser(role)) return true;
    const mine = this.rolesOf(role, 'any');
    return this.memberships.some(({ role: of, member, admin }) => admin && of === other && mine.has(member));
  }

  owns(role: string, { owner }: Held): boolean {
    return this.hasRightsOf(role, owner);
  }

  /** Any of these rights on an object; `column`: on one of its columns at least will do. */
  may(role: string, held: Held, rights: readonly string[], column = false): Answer {
    if (this.isSuperuser(role)) return true;
    const mine = this.rolesOf(role);
    if (rights.some((right) => this.byPredefined(mine, held, right))) return true;
    if (!held.acl) return mine.has(held.owner) ? true : undefined;
    return held.acl.some(
      ({ to, right, ofColumn }) =>
        rights.includes(right) && (column || !ofColumn) && (to === '' || mine.has(to)),
    );
  }

  /** Whether anything at all is allowed: then GRANT warns, and does nothing, instead of failing. */
  hasAny(role: string, held: Held, column = false): Answer {
    if (this.owns(role, held)) return true;
    if (!held.acl) return undefined;
    const mine = this.rolesOf(role);
    return held.acl.some(({ to, ofColumn }) => (column || !ofColumn) && (to === '' || mine.has(to)));
  }

  mayGrant(role: string, held: Held): Answer {
    if (this.owns(role, held)) return true;
    if (!held.acl) return undefined;
    const mine = this.rolesOf(role);
    return held.acl.some(({ to, grantable }) => grantable && mine.has(to));
  }

  private byPredefined(mine: ReadonlySet<string>, { kind }: Held, right: string): boolean {
    const reads = mine.has('pg_read_all_data');
    const writes = mine.has('pg_write_all_data');
    if (kind === 'schema') return right === 'USAGE' && (reads || writes);
    if (kind !== 'relation') return false;
    if (right === 'MAINTAIN') return mine.has('pg_maintain');
    return (READS.has(right) && reads) || (WRITES.has(right) && writes);
  }
}
