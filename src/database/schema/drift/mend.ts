import { type Item, list, text } from '../../../release/verdict/model.ts';

/** SQL that brings back what is expected. Undefined or a comment where the catalog does not hold enough to write it. */
const ident = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const named = (item: Item): string => item.id.slice(item.kind.length + 1);
const on = (item: Item): string => text(item, 'relation');
const col = (item: Item): string => ident(text(item, 'name'));
const fromMigration = (item: Item): string => `-- run again the migration that creates ${item.id}`;

export function mendMissing(item: Item): string {
  switch (item.kind) {
    case 'schema':
      return `create schema ${named(item)};`;
    case 'column':
      return `alter table ${on(item)} add column ${col(item)} ${columnType(item)};`;
    case 'constraint':
      return `alter table ${on(item)} add constraint ${col(item)} ${text(item, 'definition')};`;
    case 'index':
    case 'rule':
      return `${text(item, 'definition').replace(/;$/, '')};`;
    case 'view':
      return createView(item);
    case 'enum':
      return `create type ${named(item)} as enum (${list(item, 'labels').map(literal).join(', ')});`;
    case 'domain':
      return `create domain ${named(item)} as ${text(item, 'type')}${text(item, 'default') && item.properties['default'] !== null ? ` default ${text(item, 'default')}` : ''}${item.properties['notNull'] ? ' not null' : ''}${list(
        item,
        'constraints',
      )
        .map((c) => ` constraint ${c}`)
        .join('')};`;
    case 'type':
      return `create type ${named(item)} as range (subtype = ${text(item, 'range')});`;
    case 'sequence':
      return `create sequence ${named(item)} as ${text(item, 'type')} increment ${text(item, 'increment')} minvalue ${text(item, 'min')} maxvalue ${text(item, 'max')} start ${text(item, 'start')} cache ${text(item, 'cache')}${item.properties['cycle'] ? ' cycle' : ''};`;
    case 'trigger':
      return item.properties['argumentsHash'] === null ? `${text(item, 'definition')};` : fromMigration(item);
    case 'policy':
      return createPolicy(item);
    case 'grant':
    case 'column-grant':
      return grantSql(item, true);
    case 'default-privilege':
      return defaultPrivilege(item, true);
    case 'extension':
      return `create extension ${named(item)} with schema ${ident(text(item, 'schema'))};`;
    case 'publication':
      return `create publication ${named(item)}${item.properties['allTables'] ? ' for all tables' : list(item, 'tables').length > 0 ? ` for table ${list(item, 'tables').join(', ')}` : ''} with (publish = ${literal(list(item, 'events').join(', '))});`;
    default:
      return fromMigration(item);
  }
}

export function mendExtra(item: Item): string {
  switch (item.kind) {
    case 'column':
      return `alter table ${on(item)} drop column ${col(item)};`;
    case 'constraint':
      return `alter table ${on(item)} drop constraint ${col(item)};`;
    case 'relation':
      return `drop ${text(item, 'type').replace('partitioned ', '').replace('composite ', '')} ${named(item)};`;
    case 'view':
      return `drop ${item.properties['materialized'] ? 'materialized ' : ''}view ${on(item)};`;
    case 'trigger':
    case 'policy':
    case 'rule':
      return `drop ${item.kind} ${ident(text(item, 'name'))} on ${on(item)};`;
    case 'enum':
    case 'type':
      return `drop type ${named(item)};`;
    case 'event-trigger':
      return `drop event trigger ${named(item)};`;
    case 'function':
      return `drop ${kindOf(item)} ${named(item)};`;
    case 'grant':
    case 'column-grant':
      return grantSql(item, false);
    case 'default-privilege':
      return defaultPrivilege(item, false);
    default:
      return `drop ${item.kind} ${named(item)};`;
  }
}

/** `want` is the expected state; `properties` are the ones that differ. */
export function mendChanged(want: Item, have: Item, properties: readonly string[]): string {
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
      say(differs('options'), () => options(want, have));
      say(
        differs('ownerLacks'),
        () =>
          `grant ${list(have, 'ownerLacks').join(', ') || 'all'} on ${named(want)} to ${ident(text(want, 'owner'))};`,
      );
      say(
        differs('replicaIdentity'),
        () =>
          `alter table ${named(want)} replica identity ${{ d: 'default', f: 'full', n: 'nothing' }[text(want, 'replicaIdentity')] ?? 'default'};`,
      );
      say(
        differs('persistence'),
        () =>
          `alter table ${named(want)} set ${text(want, 'persistence') === 'unlogged' ? 'unlogged' : 'logged'};`,
      );
      break;
    case 'column':
      say(
        differs('type') || differs('collation'),
        () =>
          `${table} alter column ${col(want)} type ${text(want, 'type')}${want.properties['collation'] ? ` collate ${text(want, 'collation')}` : ''};`,
      );
      say(
        differs('default'),
        () =>
          `${table} alter column ${col(want)} ${want.properties['default'] === null ? 'drop default' : `set default ${text(want, 'default')}`};`,
      );
      say(
        differs('notNull'),
        () => `${table} alter column ${col(want)} ${want.properties['notNull'] ? 'set' : 'drop'} not null;`,
      );
      say(
        differs('identity'),
        () =>
          `${table} alter column ${col(want)} ${want.properties['identity'] === null ? 'drop identity' : have.properties['identity'] === null ? `add generated ${text(want, 'identity')} as identity` : `set generated ${text(want, 'identity')}`};`,
      );
      say(differs('generated'), () =>
        want.properties['generated'] === null
          ? `${table} alter column ${col(want)} drop expression;`
          : `${mendExtra(have)} ${mendMissing(want)}`,
      );
      break;
    case 'constraint':
      say(true, () =>
        differs('definition')
          ? `${table} drop constraint ${col(want)}; ${mendMissing(want)}`
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
          `alter domain ${named(want)} ${want.properties['default'] === null ? 'drop default' : `set default ${text(want, 'default')}`};`,
      );
      say(
        differs('notNull'),
        () => `alter domain ${named(want)} ${want.properties['notNull'] ? 'set' : 'drop'} not null;`,
      );
      say(differs('constraints'), () => domainConstraints(want, have));
      break;
    case 'sequence':
      say(
        true,
        () =>
          `alter sequence ${named(want)} as ${text(want, 'type')} increment ${text(want, 'increment')} minvalue ${text(want, 'min')} maxvalue ${text(want, 'max')} start ${text(want, 'start')} cache ${text(want, 'cache')} ${want.properties['cycle'] ? 'cycle' : 'no cycle'}${want.properties['ownedBy'] ? ` owned by ${text(want, 'ownedBy')}` : ' owned by none'};`,
      );
      break;
    case 'function':
      statements.push(...functionParts(want, have, properties));
      break;
    case 'trigger':
      say(
        differs('enabled'),
        () =>
          `${table} ${{ origin: 'enable', disabled: 'disable', replica: 'enable replica', always: 'enable always' }[text(want, 'enabled')]} trigger ${col(want)};`,
      );
      say(
        ['definition', 'argumentsHash', 'function'].some(differs),
        () => `${mendExtra(want)} ${mendMissing(want)}`,
      );
      break;
    case 'rls':
      say(
        differs('enabled'),
        () =>
          `alter table ${named(want)} ${want.properties['enabled'] ? 'enable' : 'disable'} row level security;`,
      );
      say(
        differs('forced'),
        () =>
          `alter table ${named(want)} ${want.properties['forced'] ? 'force' : 'no force'} row level security;`,
      );
      break;
    case 'grant':
    case 'column-grant':
      say(true, () =>
        want.properties['grantable']
          ? grantSql(want, true)
          : grantSql(want, false).replace('revoke ', 'revoke grant option for '),
      );
      break;
    case 'view':
      say(true, () =>
        want.properties['materialized'] ? `${mendExtra(want)} ${mendMissing(want)}` : mendMissing(want),
      );
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
      say(differs('tables'), () => publicationTables(want, have));
      break;
    case 'event-trigger':
      say(
        differs('enabled'),
        () =>
          `alter event trigger ${named(want)} ${{ O: 'enable', D: 'disable', R: 'enable replica', A: 'enable always' }[text(want, 'enabled')]};`,
      );
      break;
    case 'index':
    case 'rule':
    case 'policy':
      say(true, () => `${mendExtra(want)} ${mendMissing(want)}`);
      break;
  }
  return statements.length > 0 ? statements.join(' ') : fromMigration(want);
}

function columnType(item: Item): string {
  const { identity, generated, notNull, collation } = item.properties;
  const value = item.properties['default'];
  return [
    text(item, 'type'),
    ...(collation ? [`collate ${String(collation)}`] : []),
    ...(value === null ? [] : [`default ${String(value)}`]),
    ...(generated === null
      ? []
      : [
          `generated always as (${String(generated).replace(/^(stored|virtual) /, '')}) ${String(generated).split(' ')[0]}`,
        ]),
    ...(identity === null ? [] : [`generated ${String(identity)} as identity`]),
    ...(notNull ? ['not null'] : []),
  ].join(' ');
}

function createPolicy(item: Item): string {
  const roles = list(item, 'roles').map((role) => (role === 'public' ? role : ident(role)));
  const { using, check } = item.properties;
  return `create policy ${ident(text(item, 'name'))} on ${on(item)} as ${item.properties['permissive'] ? 'permissive' : 'restrictive'} for ${text(item, 'command')} to ${roles.join(', ')}${using === null ? '' : ` using (${String(using)})`}${check === null ? '' : ` with check (${String(check)})`};`;
}

function grantSql(item: Item, give: boolean): string {
  const isColumn = item.kind === 'column-grant';
  const type = isColumn || text(item, 'type') === 'relation' ? '' : `${text(item, 'type')} `;
  const what = `${text(item, 'privilege').toLowerCase()}${isColumn ? ` (${ident(text(item, 'column'))})` : ''} on ${type}${isColumn ? on(item) : text(item, 'object')}`;
  return give
    ? `grant ${what} to ${text(item, 'role')}${item.properties['grantable'] ? ' with grant option' : ''};`
    : `revoke ${what} from ${text(item, 'role')};`;
}

function defaultPrivilege(item: Item, wanted: boolean): string {
  const give = item.properties['granted'] === wanted;
  const schema = item.properties['schema'] === null ? '' : ` in schema ${text(item, 'schema')}`;
  return `alter default privileges for role ${text(item, 'owner')}${schema} ${give ? 'grant' : 'revoke'} ${text(item, 'privilege').toLowerCase()} on ${text(item, 'objects')} ${give ? 'to' : 'from'} ${text(item, 'role')};`;
}

const kindOf = (item: Item): string =>
  ({ procedure: 'procedure', aggregate: 'aggregate' })[text(item, 'kind')] ?? 'function';

function alterWord(item: Item): string {
  if (item.kind === 'function') return kindOf(item);
  if (item.kind === 'enum') return 'type';
  return item.kind === 'relation'
    ? text(item, 'type').replace('partitioned ', '').replace('composite ', '')
    : item.kind;
}

function options(want: Item, have: Item): string {
  const kind = text(want, 'type').endsWith('view') ? text(want, 'type') : 'table';
  const missing = list(want, 'options').filter((o) => !list(have, 'options').includes(o));
  const extra = list(have, 'options')
    .map((o) => o.split('=')[0] ?? '')
    .filter((name) => !list(want, 'options').some((o) => o.startsWith(`${name}=`)));
  return [
    ...(missing.length > 0 ? [`alter ${kind} ${named(want)} set (${missing.join(', ')});`] : []),
    ...(extra.length > 0 ? [`alter ${kind} ${named(want)} reset (${extra.join(', ')});`] : []),
  ].join(' ');
}

function enumLabels(want: Item, have: Item): string {
  const [expected, actual] = [list(want, 'labels'), list(have, 'labels')];
  if (actual.some((label) => !expected.includes(label)))
    return `-- PostgreSQL cannot take a value from an enum: create ${named(want)} anew with (${expected.map(literal).join(', ')})`;
  return expected
    .flatMap((label, i) =>
      actual.includes(label)
        ? []
        : [
            `alter type ${named(want)} add value ${literal(label)}${i > 0 ? ` after ${literal(expected[i - 1] ?? '')}` : actual[0] ? ` before ${literal(actual[0])}` : ''};`,
          ],
    )
    .join(' ');
}

function domainConstraints(want: Item, have: Item): string {
  const extra = list(have, 'constraints').filter((c) => !list(want, 'constraints').includes(c));
  const missing = list(want, 'constraints').filter((c) => !list(have, 'constraints').includes(c));
  return [
    ...extra.map((c) => `alter domain ${named(want)} drop constraint ${c.replace(/ CHECK .*$/s, '')};`),
    ...missing.map((c) => `alter domain ${named(want)} add constraint ${c};`),
  ].join(' ');
}

function functionParts(want: Item, have: Item, properties: readonly string[]): string[] {
  const alter = `alter ${kindOf(want)} ${named(want)}`;
  const parts: string[] = [];
  if (properties.includes('security')) parts.push(`${alter} security ${text(want, 'security')};`);
  if (properties.includes('volatility')) parts.push(`${alter} ${text(want, 'volatility')};`);
  if (properties.includes('strict'))
    parts.push(`${alter} ${want.properties['strict'] ? 'strict' : 'called on null input'};`);
  if (properties.includes('parallel')) parts.push(`${alter} parallel ${text(want, 'parallel')};`);
  if (properties.includes('leakproof'))
    parts.push(`${alter} ${want.properties['leakproof'] ? '' : 'not '}leakproof;`);
  if (properties.includes('settings')) {
    const name = (setting: string) => setting.split('=')[0] ?? '';
    const extra = list(have, 'settings').filter(
      (s) => !list(want, 'settings').some((w) => name(w) === name(s)),
    );
    parts.push(...extra.map((s) => `${alter} reset ${name(s)};`));
    parts.push(
      ...list(want, 'settings')
        .filter((s) => !list(have, 'settings').includes(s))
        .map((s) => `${alter} set ${name(s)} = ${settingValue(s)};`),
    );
  }
  if (['bodyHash', 'language', 'arguments', 'result', 'kind'].some((p) => properties.includes(p))) {
    parts.push(`-- run again the migration that last defines ${named(want)}: bodies are kept as hashes`);
  }
  return parts;
}

function publicationTables(want: Item, have: Item): string {
  const extra = list(have, 'tables').filter((t) => !list(want, 'tables').includes(t));
  const missing = list(want, 'tables').filter((t) => !list(have, 'tables').includes(t));
  return [
    ...extra.map((t) => `alter publication ${named(want)} drop table ${t.replace(/ .*$/s, '')};`),
    ...missing.map((t) => `alter publication ${named(want)} add table ${t};`),
  ].join(' ');
}

/** `create or replace view` drops the options that it does not repeat, `security_invoker` among them. */
function createView(item: Item): string {
  const options = list(item, 'options').length > 0 ? ` with (${list(item, 'options').join(', ')})` : '';
  const create = item.properties['materialized'] ? 'create materialized view' : 'create or replace view';
  return `${create} ${on(item)}${options} as ${text(item, 'definition').trim()}`;
}

/** Lists of names are kept as written in SQL; every other setting is one text. */
function settingValue(setting: string): string {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
  const isList = [
    'search_path',
    'temp_tablespaces',
    'session_preload_libraries',
    'local_preload_libraries',
  ].includes(name);
  return isList && value !== '' && value !== '""' ? value : literal(value === '""' ? '' : value);
}
