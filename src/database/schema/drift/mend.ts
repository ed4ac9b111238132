import { type Item, list, text } from '../../../release/verdict/model.ts';
import { col, fromMigration, ident, kindOf, literal, named, on } from './sql.ts';

/** SQL that brings back what is expected. Undefined or a comment where the catalog does not hold enough to write it. */
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

export function grantSql(item: Item, give: boolean): string {
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

/** `create or replace view` drops the options that it does not repeat, `security_invoker` among them. */
function createView(item: Item): string {
  const options = list(item, 'options').length > 0 ? ` with (${list(item, 'options').join(', ')})` : '';
  const create = item.properties['materialized'] ? 'create materialized view' : 'create or replace view';
  return `${create} ${on(item)}${options} as ${text(item, 'definition').trim()}`;
}
