import { publishedTableOf } from '../../database/sql/definitions.ts';
import { qualifiedIdent } from '../../database/sql/ident.ts';
import { type Item, list, same, text, value } from '../model/view.ts';
import {
  attributeType,
  type Both,
  columnOf,
  createView,
  defaultPrivilege,
  enableEventTrigger,
  enableRule,
  enableTrigger,
  grantSql,
  identityOptions,
  mendExtra,
  mendMissing,
  ofView,
} from './mend.ts';
import { options, ownRights, place, retyped } from './mend-relation.ts';
import { domainConstraints, enumLabels } from './mend-types.ts';
import { alterWord, col, fromMigration, ident, kindOf, literal, named, on, settingsOf } from './sql.ts';

/** `want` is the expected state; `properties` are the ones that differ. */
export function mendChanged(want: Item, have: Item, properties: readonly string[], both: Both): string {
  const differs = (property: string) => properties.includes(property);
  const statements: string[] = [];
  const say = (when: boolean, sql: () => string) => when && statements.push(sql());
  const table = `alter table ${on(want)}`;
  say(
    differs('owner'),
    () => `alter ${alterWord(want)} ${named(want)} owner to ${ident(text(want, 'owner'))};`,
  );
  switch (want.kind) {
    case 'relation':
      if (differs('type'))
        return [want, have].every((item) => text(item, 'type').endsWith('view'))
          ? ofView(named(want))
          : fromMigration(want);
      say(differs('options'), () => options(want, have));
      say(differs('ownerLacks'), () => ownRights(want, have));
      say(differs('parents') || differs('partitionBound'), () => place(want, have));
      say(
        differs('replicaIdentity') || differs('replicaIndex'),
        () =>
          `alter table ${named(want)} replica identity ${want.properties.replicaIndex ? `using index ${ident(text(want, 'replicaIndex'))}` : ({ d: 'default', f: 'full', n: 'nothing' }[text(want, 'replicaIdentity')] ?? 'default')};`,
      );
      say(
        differs('populated') && value(have, 'populated') === false,
        () => `refresh materialized view ${named(want)};`,
      );
      say(
        differs('persistence'),
        () =>
          `alter table ${named(want)} set ${text(want, 'persistence') === 'unlogged' ? 'unlogged' : 'logged'};`,
      );
      break;
    case 'column':
      if (differs('type') && columnOf(want, both.want) === undefined) return ofView(on(want));
      if (columnOf(want, both.want) === 'attribute')
        return `alter type ${on(want)} alter attribute ${col(want)} type ${attributeType(want)};`;
      // An identity column is NOT NULL: first it must not be one any more, or only then be one.
      say(
        differs('identity') && want.properties.identity === null,
        () => `${table} alter column ${col(want)} drop identity;`,
      );
      say(differs('type') || differs('collation'), () => retyped(want, have, both));
      say(
        differs('notNullNotValid') && want.properties.notNullNotValid === undefined,
        () => `${table} validate constraint ${ident(text(have, 'notNullNotValid'))};`,
      );
      say(
        differs('identityOptions') && !differs('identity'),
        () =>
          `${table} alter column ${col(want)} ${sequenceOptions(want)
            .map((option) => `set ${option}`)
            .join(' ')};`,
      );
      say(
        differs('default') || (differs('type') && want.properties.default !== null),
        () =>
          `${table} alter column ${col(want)} ${want.properties.default === null ? 'drop default' : `set default ${text(want, 'default')}`};`,
      );
      say(
        differs('notNull'),
        () => `${table} alter column ${col(want)} ${want.properties.notNull ? 'set' : 'drop'} not null;`,
      );
      say(
        differs('identity') && want.properties.identity !== null,
        () =>
          `${table} alter column ${col(want)} ${value(have, 'identity') === null ? `add generated ${text(want, 'identity')} as identity${identityOptions(want)}` : `set generated ${text(want, 'identity')}`};`,
      );
      say(differs('generated'), () =>
        want.properties.generated === null
          ? `${table} alter column ${col(want)} drop expression;`
          : `${mendExtra(have, both)} ${mendMissing(want, both)}`,
      );
      break;
    case 'constraint':
      say(true, () =>
        !differs('definition') && differs('disabled') && !differs('validated')
          ? list(have, 'disabled').join(' ')
          : differs('definition')
            ? `${table} drop constraint ${col(want)}; ${mendMissing(want, both)}`
            : `${table} validate constraint ${col(want)};`,
      );
      break;
    case 'enum':
      say(differs('labels'), () => enumLabels(want, have));
      break;
    case 'domain':
      say(
        differs('default'),
        () =>
          `alter domain ${named(want)} ${want.properties.default === null ? 'drop default' : `set default ${text(want, 'default')}`};`,
      );
      say(
        differs('notNull'),
        () => `alter domain ${named(want)} ${want.properties.notNull ? 'set' : 'drop'} not null;`,
      );
      say(differs('constraints'), () => domainConstraints(want, have));
      break;
    case 'sequence':
      say(
        true,
        () =>
          `alter sequence ${named(want)} as ${text(want, 'type')} increment ${text(want, 'increment')} minvalue ${text(want, 'min')} maxvalue ${text(want, 'max')} start ${text(want, 'start')} cache ${text(want, 'cache')} ${want.properties.cycle ? 'cycle' : 'no cycle'}${want.properties.ownedBy ? ` owned by ${text(want, 'ownedBy')}` : ' owned by none'};`,
      );
      break;
    case 'function':
      statements.push(...functionParts(want, have, properties));
      break;
    case 'trigger':
      say(differs('enabled'), () => enableTrigger(want, 'enabled'));
      say(['definition', 'argumentsHash', 'function'].some(differs), () => anew(want, both));
      break;
    case 'rls':
      say(
        differs('enabled'),
        () =>
          `alter table ${named(want)} ${want.properties.enabled ? 'enable' : 'disable'} row level security;`,
      );
      say(
        differs('forced'),
        () =>
          `alter table ${named(want)} ${want.properties.forced ? 'force' : 'no force'} row level security;`,
      );
      break;
    case 'grant':
    case 'column-grant':
      say(true, () =>
        want.properties.grantable ? grantSql(want, true) : grantSql(want, false, 'grant option for '),
      );
      break;
    case 'default-privilege':
      say(true, () =>
        want.properties.grantable
          ? defaultPrivilege(want, true)
          : defaultPrivilege(want, false, 'grant option for '),
      );
      break;
    case 'view':
      say(true, () => (replaceable(want, both) ? createView(want) : createAnew(want, have, both)));
      break;
    case 'extension':
      say(
        differs('version'),
        () => `alter extension ${named(want)} update to ${literal(text(want, 'version'))};`,
      );
      say(
        differs('schema'),
        () => `alter extension ${named(want)} set schema ${ident(text(want, 'schema'))};`,
      );
      break;
    case 'publication':
      say(
        differs('events'),
        () => `alter publication ${named(want)} set (publish = ${literal(list(want, 'events').join(', '))});`,
      );
      if (differs('allTables')) return `${mendExtra(have, both)} ${mendMissing(want, both)}`;
      say(
        differs('viaRoot') || differs('generated'),
        () =>
          `alter publication ${named(want)} set (publish_via_partition_root = ${Boolean(want.properties.viaRoot)}${differs('generated') ? `, publish_generated_columns = ${text(want, 'generated') || 'none'}` : ''});`,
      );
      say(differs('tables') || differs('schemas'), () => publicationTables(want, have));
      break;
    case 'event-trigger':
      say(true, () =>
        properties.join() === 'enabled'
          ? enableEventTrigger(want)
          : `${mendExtra(have, both)} ${mendMissing(want, both)}`,
      );
      break;
    case 'index':
      if (typeof value(have, 'constraint') === 'string')
        return `-- it belongs to constraint ${ident(text(have, 'constraint'))}: drop that, and add it again`;
      say(true, () => `${mendExtra(want, both)} ${mendMissing(want, both)}`);
      break;
    case 'policy':
      say(true, () => `${mendExtra(want, both)} ${mendMissing(want, both)}`);
      break;
    case 'rule':
      say(properties.join() !== 'enabled', () => `${mendExtra(want, both)} ${mendMissing(want, both)}`);
      say(properties.join() === 'enabled', () => enableRule(want));
      break;
  }
  return statements.length > 0 ? statements.join(' ') : fromMigration(want);
}

/** `create or replace view` can only add columns at the end. */
function replaceable(view: Item<'view'>, { want, have }: Both): boolean {
  if (view.properties.materialized || have.find('view', on(view))?.properties.materialized) return false;
  const columns = list(view, 'columns');
  const present = list(have.find('view', on(view)) ?? view, 'columns');
  return present.every((name, i) => {
    const [a, b] = [want, have].map((v) => v.column(on(view), name));
    return columns[i] === name && a && b && same(a, b, 'type', 'collation');
  });
}

/** Nothing is dropped that the catalog does not hold enough to create. */
function anew(item: Item, both: Both): string {
  const create = mendMissing(item, both);
  return create.startsWith('--') ? create : `${mendExtra(item, both)} ${create}`;
}

/** With what is lost when it is dropped: owner, rights, indexes, rules, triggers. */
function createAnew(view: Item<'view'>, have: Item, both: Both): string {
  const relation = both.want.get(`relation ${on(view)}`);
  return [mendExtra(have, both), relation ? mendMissing(relation, both) : createView(view)].join('\n');
}

/** By the word with which the option that is kept instead begins. */
const SEQUENCE_DEFAULTS: Readonly<Record<string, string>> = {
  start: 'start with 1',
  increment: 'increment by 1',
  minvalue: 'no minvalue',
  maxvalue: 'no maxvalue',
  cache: 'cache 1',
  cycle: 'no cycle',
};

/** All of them, so that what is not kept goes back to PostgreSQL's default. */
function sequenceOptions(column: Item<'column'>): string[] {
  const kept = list(column, 'identityOptions');
  const defaults = Object.entries(SEQUENCE_DEFAULTS)
    .filter(([word]) => !kept.some((option) => option.startsWith(word)))
    .map(([, option]) => option);
  return [...kept, ...defaults];
}

function functionParts(want: Item<'function'>, have: Item, properties: readonly string[]): string[] {
  const alter = `alter ${kindOf(want)} ${named(want)}`;
  const parts: string[] = [];
  const alterable = ['security', 'volatility', 'strict', 'parallel', 'leakproof', 'settings'];
  if (text(want, 'kind') === 'aggregate' && alterable.some((p) => properties.includes(p)))
    return [`-- run again the migration that last defines ${named(want)}: an aggregate cannot be altered`];
  if (properties.includes('security')) parts.push(`${alter} security ${text(want, 'security')};`);
  if (properties.includes('volatility')) parts.push(`${alter} ${text(want, 'volatility')};`);
  if (properties.includes('strict'))
    parts.push(`${alter} ${want.properties.strict ? 'strict' : 'called on null input'};`);
  if (properties.includes('parallel')) parts.push(`${alter} parallel ${text(want, 'parallel')};`);
  if (properties.includes('leakproof'))
    parts.push(`${alter} ${want.properties.leakproof ? '' : 'not '}leakproof;`);
  if (properties.includes('settings'))
    parts.push(...settingsOf(alter, list(want, 'settings'), list(have, 'settings')));
  if (['bodyHash', 'language', 'arguments', 'result', 'kind'].some((p) => properties.includes(p))) {
    parts.push(`-- run again the migration that last defines ${named(want)}: bodies are kept as hashes`);
  }
  return parts;
}

/** The table of an entry, without columns and condition. */
const tableOf = (entry: string): string => qualifiedIdent(...(publishedTableOf(entry)?.names ?? []));

function publicationTables(want: Item, have: Item): string {
  const extra = list(have, 'tables').filter((t) => !list(want, 'tables').includes(t));
  const missing = list(want, 'tables').filter((t) => !list(have, 'tables').includes(t));
  const schemas = (a: Item, b: Item) =>
    list(a, 'schemas').filter((schema) => !list(b, 'schemas').includes(schema));
  const alter = `alter publication ${named(want)}`;
  return [
    ...extra.map((t) => `${alter} drop table ${tableOf(t)};`),
    ...schemas(have, want).map((schema) => `${alter} drop tables in schema ${schema};`),
    ...missing.map((t) => `${alter} add table ${t};`),
    ...schemas(want, have).map((schema) => `${alter} add tables in schema ${schema};`),
  ].join(' ');
}
