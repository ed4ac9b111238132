import type { CreatePublicationStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Asking } from './asking.ts';
import type { Handlers } from './handlers.ts';
import { setting } from './settings.ts';

/** What extensions, publications, foreign data and the server itself need. */
function extension(ask: Asking, name: string, requires: boolean): void {
  if (ask.world.find('extension', name).length > 0) return;
  const available = ask.world.available.get(name);
  if (!available) return;
  if (available.superuser) {
    if (!available.trusted) ask.superuser(`extension ${name}`);
    else if (!ask.world.isSuperuser(ask.role)) {
      const [database] = ask.world.find('database', ask.world.database);
      if (database)
        ask.onPlatform(
          ask.world.may(ask.role, database, ['CREATE']),
          `extension ${name} requires CREATE on ${database.label}`,
          `As ${database.owner}: grant create on database "${database.name}" to "${ask.role}".`,
        );
    }
  }
  if (requires || ask.denials.length > 0) return;
  ask.made('extension', name);
  // Its script, and event triggers that wait for it, may make and grant more than can be read.
  ask.world.unsure = true;
}

function members(ask: Asking, objects: CreatePublicationStmt['pubobjects']): void {
  for (const object of objects ?? []) {
    if (!('PublicationObjSpec' in object)) continue;
    const { pubtable } = object.PublicationObjSpec;
    if (pubtable?.relation) ask.owns(ask.relation(pubtable.relation));
    else ask.superuser('publishing all tables of a schema');
  }
}

const only = (what: string) => (ask: Asking) => ask.superuser(what);

/** Their functions take `internal`: https://www.postgresql.org/docs/current/sql-createtsparser.html */
const LOW_LEVEL = new Set(['OBJECT_TSPARSER', 'OBJECT_TSTEMPLATE']);
const IN_SCHEMA = new Set([
  'OBJECT_AGGREGATE',
  'OBJECT_COLLATION',
  'OBJECT_TSDICTIONARY',
  'OBJECT_TSCONFIGURATION',
  'OBJECT_OPERATOR',
]);

export const server: Handlers = {
  CreateExtensionStmt: (ask, node) => extension(ask, node.extname ?? '', false),
  AlterExtensionStmt: (ask, node) => {
    const [held] = ask.world.find('extension', node.extname ?? '');
    if (held)
      ask.onPlatform(
        ask.world.owns(ask.role, held),
        `${held.label} belongs to ${held.owner}`,
        `Let ${held.owner} run it.`,
      );
  },
  CreateEventTrigStmt: only('an event trigger'),
  CreateFdwStmt: only('a foreign data wrapper'),
  AlterFdwStmt: only('a foreign data wrapper'),
  CreatePLangStmt: only('a language'),
  CreateAmStmt: only('an access method'),
  CreateOpClassStmt: only('an operator class'),
  CreateOpFamilyStmt: only('an operator family'),
  CreateTableSpaceStmt: only('a tablespace'),
  AlterSystemStmt: only('ALTER SYSTEM'),
  DefineStmt: (ask, node) => {
    if (LOW_LEVEL.has(node.kind ?? '')) ask.superuser('a text search parser or template');
    else if (IN_SCHEMA.has(node.kind ?? '')) ask.createsIn(ask.place(nameList(node.defnames)).schema);
  },
  CreateForeignServerStmt: (ask, node) => {
    ask.may(ask.world.find('wrapper', node.fdwname ?? '')[0], ['USAGE']);
    if (ask.denials.length === 0) ask.made('server', node.servername ?? '');
  },
  CreateUserMappingStmt: (ask, node) => {
    const [held] = ask.world.find('server', node.servername ?? '');
    const isOwn = ask.named(node.user) === ask.role;
    if (held && !(isOwn && ask.world.may(ask.role, held, ['USAGE']) !== false)) ask.owns(held);
  },
  ImportForeignSchemaStmt: (ask, node) => {
    ask.may(ask.world.find('server', node.server_name ?? '')[0], ['USAGE']);
    ask.createsIn(node.local_schema);
  },
  CreatePublicationStmt: (ask, node) => {
    ask.createsInDatabase();
    if (node.for_all_tables) ask.superuser('a publication of all tables');
    members(ask, node.pubobjects);
    if (ask.denials.length === 0) ask.made('publication', node.pubname ?? '');
  },
  AlterPublicationStmt: (ask, node) => {
    const [held] = ask.world.find('publication', node.pubname ?? '');
    if (held)
      ask.onPlatform(
        ask.world.owns(ask.role, held),
        `${held.label} belongs to ${held.owner}`,
        `Let ${held.owner} run it.`,
      );
    if (ask.denials.length === 0 && node.action !== 'AP_DropObjects') members(ask, node.pubobjects);
  },
  CreateSubscriptionStmt: (ask) => {
    if (ask.world.major < 16) ask.superuser('a subscription');
    else {
      const may = ask.world.hasRightsOf(ask.role, 'pg_create_subscription');
      ask.onPlatform(
        may,
        'a subscription requires pg_create_subscription',
        `As a superuser: grant pg_create_subscription to "${ask.role}".`,
      );
      if (ask.denials.length === 0) ask.createsInDatabase();
    }
  },
  AlterDatabaseSetStmt: (ask, node) => {
    const [held] = ask.world.find('database', node.dbname ?? '');
    if (held)
      ask.onPlatform(
        ask.world.owns(ask.role, held),
        `${held.label} belongs to ${held.owner}`,
        `Let ${held.owner} run it.`,
      );
    if (node.setstmt) setting(ask, node.setstmt);
  },
  CreateConversionStmt: (ask, node) => ask.createsIn(ask.place(nameList(node.conversion_name)).schema),
};
