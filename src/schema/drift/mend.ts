import { withPartitions } from '../../database/sql/definitions.ts';
import { generatedOf, type Item, list, text, type View, value } from '../model/view.ts';
import { alterWord, col, fromMigration, ident, kindOf, literal, named, on } from './sql.ts';

/** The schema that should be and the one that is. */
export interface Both {
  readonly want: View;
  readonly have: View;
}

/** SQL that brings back what is expected. A comment where the catalog does not hold enough to write it. */
export function mendMissing(item: Item, both: Both): string {
  const create = createSql(item, both.want);
  if (create.startsWith('--')) return create;
  if (item.kind === 'column') return withSequence(item, create, both);
  return [create, ...parts(item, both), ...belongings(item, both)].join(' ');
}

/** A view that is made anew has lost its indexes, rules and triggers. */
const parts = (item: Item, both: Both): string[] =>
  item.kind === 'relation'
    ? (['index', 'rule', 'trigger'] as const).flatMap((kind) =>
        both.want.of(kind, named(item)).map((part) => mendMissing(part, both)),
      )
    : [];

/** The default of a serial column needs the sequence, which came and went with it. */
function withSequence(column: Item<'column'>, create: string, both: Both): string {
  const { want, have } = both;
  const id = `${on(column)}.${col(column)}`;
  const own = want.ofKind('sequence').filter((s) => text(s, 'ownedBy') === id && !have.has(s.id));
  return [
    ...own.map((s) => createSql({ ...s, properties: { ...s.properties, ownedBy: null } }, want)),
    create,
    ...own.map((s) => `alter sequence ${named(s)} owned by ${id};`),
    ...own.flatMap((s) => belongings(s, both)),
    ...belongings(column, both),
  ].join(' ');
}

/** What an object that was created anew does not have by itself, or has by default: rights and its owner. */
export function belongings(item: Item, { want, have }: Both): string[] {
  if (item.kind === 'default-privilege') return [];
  if (item.kind === 'column')
    return want
      .of('column-grant', on(item))
      .filter((grant) => grant.properties.column === item.properties.name)
      .map((grant) => grantSql(grant, true));
  const type = { enum: 'type', domain: 'type' }[item.kind as string] ?? item.kind;
  const grants = [
    ...want
      .ofKind('grant')
      .filter(({ properties }) => properties.type === type && properties.object === named(item)),
    ...(item.kind === 'relation' ? want.of('column-grant', named(item)) : []),
  ];
  const given = have
    .ofKind('default-privilege')
    .filter((p) => p.properties.granted && p.properties.objects === `${type.replace('relation', 'table')}s`)
    .map((p) => text(p, 'role'));
  const byDefault = new Set([...(type === 'type' ? ['public'] : []), ...given]);
  const word = type === 'relation' ? '' : `${type} `;
  return [
    ...(byDefault.size > 0 ? [`revoke all on ${word}${named(item)} from ${[...byDefault].join(', ')};`] : []),
    ...grants.map((grant) => grantSql(grant, true)),
    ...(value(item, 'owner')
      ? [`alter ${alterWord(item)} ${named(item)} owner to ${ident(text(item, 'owner'))};`]
      : []),
  ];
}

/** Columns of views come from their definition, those of composite types are called attributes. */
export function columnOf(item: Item, from: View): 'column' | 'attribute' | undefined {
  const type = from.find('relation', on(item))?.properties.type;
  if (type === 'composite type') return 'attribute';
  return String(type).endsWith('view') ? undefined : 'column';
}

export const ofView = (view: string) => `-- view ${view} defines it: fix the view`;

function createSql(item: Item, from: View): string {
  switch (item.kind) {
    case 'schema':
      return `create schema ${named(item)};`;
    case 'column':
      return {
        column: `alter table ${on(item)} add column ${col(item)} ${columnType(item)};`,
        attribute: `alter type ${on(item)} add attribute ${col(item)} ${attributeType(item)};`,
        view: ofView(on(item)),
      }[columnOf(item, from) ?? 'view'];
    case 'constraint':
      return `alter table ${on(item)} add constraint ${col(item)} ${text(item, 'definition')};`;
    case 'index':
      // Whole, as it was made: the indexes of the partitions come with it.
      return `${item.properties.valid ? withPartitions(text(item, 'definition')) : text(item, 'definition')};`;
    case 'rule':
      return `${text(item, 'definition')}${item.properties.enabled === 'O' ? '' : ` ${enableRule(item)}`}`;
    case 'view':
      return createView(item);
    case 'relation': {
      const view = from.find('view', named(item));
      return view ? createView(view) : fromMigration(item);
    }
    case 'event-trigger':
      return createEventTrigger(item);
    case 'enum':
      return `create type ${named(item)} as enum (${list(item, 'labels').map(literal).join(', ')});`;
    case 'domain':
      return `create domain ${named(item)} as ${text(item, 'type')}${text(item, 'default') && item.properties.default !== null ? ` default ${text(item, 'default')}` : ''}${item.properties.notNull ? ' not null' : ''}${list(
        item,
        'constraints',
      )
        .map((c) => ` constraint ${c}`)
        .join('')};`;
    case 'type':
      return `create type ${named(item)} as range (subtype = ${text(item, 'range')});`;
    case 'sequence':
      return `create sequence ${named(item)} as ${text(item, 'type')} increment ${text(item, 'increment')} minvalue ${text(item, 'min')} maxvalue ${text(item, 'max')} start ${text(item, 'start')} cache ${text(item, 'cache')}${item.properties.cycle ? ' cycle' : ''}${item.properties.ownedBy ? ` owned by ${text(item, 'ownedBy')}` : ''};`;
    case 'trigger':
      if (item.properties.whole !== undefined) return enableTrigger(item, 'enabled');
      if (item.properties.argumentsHash !== null) return fromMigration(item);
      return `${text(item, 'definition')};${text(item, 'enabled') === 'origin' ? '' : ` ${enableTrigger(item, 'enabled')}`}`;
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
      return `create publication ${named(item)}${published(item)} with (publish = ${literal(list(item, 'events').join(', '))}${item.properties.viaRoot ? ', publish_via_partition_root' : ''}${item.properties.generated ? ', publish_generated_columns = stored' : ''});`;
    default:
      return fromMigration(item);
  }
}

function published(item: Item<'publication'>): string {
  const parts = [
    ...list(item, 'tables').map((table) => `table ${table}`),
    ...list(item, 'schemas').map((schema) => `tables in schema ${schema}`),
  ];
  if (item.properties.allTables) return ' for all tables';
  return parts.length > 0 ? ` for ${parts.join(', ')}` : '';
}

export function mendExtra(item: Item, { want, have }: Both): string {
  switch (item.kind) {
    case 'column':
      return {
        column: `alter table ${on(item)} drop column ${col(item)};`,
        attribute: `alter type ${on(item)} drop attribute ${col(item)};`,
        view: ofView(on(item)),
      }[columnOf(item, have) ?? 'view'];
    case 'constraint':
      return `alter table ${on(item)} drop constraint ${col(item)};`;
    case 'relation':
      return `drop ${alterWord(item)} ${named(item)};`;
    case 'view':
      return `drop ${item.properties.materialized ? 'materialized ' : ''}view ${on(item)};`;
    case 'trigger':
      if (item.properties.whole !== undefined) return enableTrigger(item, 'whole');
      return `drop trigger ${col(item)} on ${on(item)};`;
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
      return [grantSql(item, false), ...columnsOf(item, want).map((grant) => grantSql(grant, true))].join(
        ' ',
      );
    case 'column-grant':
      return grantSql(item, false);
    case 'default-privilege':
      return defaultPrivilege(item, false);
    default:
      return `drop ${item.kind} ${named(item)};`;
  }
}

const ENABLED: Readonly<Record<string, string>> = {
  O: 'enable',
  D: 'disable',
  R: 'enable replica',
  A: 'enable always',
};

export const enableRule = (item: Item<'rule'>): string =>
  `alter table ${on(item)} ${ENABLED[text(item, 'enabled')]} rule ${col(item)};`;

export const enableEventTrigger = (item: Item<'event-trigger'>): string =>
  `alter event trigger ${named(item)} ${ENABLED[text(item, 'enabled')]};`;

function createEventTrigger(item: Item<'event-trigger'>): string {
  const tags = list(item, 'tags').map(literal).join(', ');
  const create = `create event trigger ${named(item)} on ${text(item, 'event')}${tags ? ` when tag in (${tags})` : ''} execute function ${text(item, 'function')}();`;
  return text(item, 'enabled') === 'O' ? create : `${create} ${enableEventTrigger(item)}`;
}

export const enableTrigger = (item: Item<'trigger'>, as: 'enabled' | 'whole'): string =>
  `alter table ${on(item)} ${{ origin: 'enable', disabled: 'disable', replica: 'enable replica', always: 'enable always' }[text(item, as)]} trigger ${col(item)};`;

/** A right that is taken from a table is taken from its columns too: these were to stay. */
const columnsOf = (grant: Item, want: View): readonly Item<'column-grant'>[] =>
  value(grant, 'type') === 'relation'
    ? want
        .of('column-grant', text(grant, 'object'))
        .filter((c) => (['role', 'privilege'] as const).every((p) => c.properties[p] === value(grant, p)))
    : [];

export const attributeType = ({ properties }: Item<'column'>): string =>
  `${String(properties.type)}${properties.collation ? ` collate ${String(properties.collation)}` : ''}`;

export const identityOptions = (item: Item<'column'>): string => {
  const options = list(item, 'identityOptions');
  return options.length > 0 ? ` (${options.join(' ')})` : '';
};

function columnType(item: Item<'column'>): string {
  const { identity, notNull, collation } = item.properties;
  const value = item.properties.default;
  const generated = generatedOf(item);
  return [
    text(item, 'type'),
    ...(collation ? [`collate ${String(collation)}`] : []),
    ...(value === null ? [] : [`default ${String(value)}`]),
    ...(generated ? [`generated always as (${generated.expression}) ${generated.how}`] : []),
    ...(identity === null ? [] : [`generated ${String(identity)} as identity${identityOptions(item)}`]),
    ...(notNull ? ['not null'] : []),
  ].join(' ');
}

function createPolicy(item: Item<'policy'>): string {
  const roles = list(item, 'roles').map((role) => (role === 'public' ? role : ident(role)));
  const { using, check } = item.properties;
  return `create policy ${ident(text(item, 'name'))} on ${on(item)} as ${item.properties.permissive ? 'permissive' : 'restrictive'} for ${text(item, 'command')} to ${roles.join(', ')}${using === null ? '' : ` using (${String(using)})`}${check === null ? '' : ` with check (${String(check)})`};`;
}

export function grantSql(
  item: Item<'grant' | 'column-grant'>,
  give: boolean,
  right: '' | 'grant option for ' = '',
): string {
  const isColumn = item.kind === 'column-grant';
  // `routine` is any of function, procedure and aggregate.
  const word = { relation: '', function: 'routine ' }[text(item, 'type')] ?? `${text(item, 'type')} `;
  const type = isColumn ? '' : word;
  const what = `${text(item, 'privilege').toLowerCase()}${isColumn ? ` (${ident(text(item, 'column'))})` : ''} on ${type}${isColumn ? on(item) : text(item, 'object')}`;
  return give
    ? `grant ${what} to ${text(item, 'role')}${item.properties.grantable ? ' with grant option' : ''};`
    : `revoke ${right}${what} from ${text(item, 'role')};`;
}

export function defaultPrivilege(
  item: Item<'default-privilege'>,
  wanted: boolean,
  right: '' | 'grant option for ' = '',
): string {
  const give = item.properties.granted === wanted;
  const schema = item.properties.schema === null ? '' : ` in schema ${text(item, 'schema')}`;
  return `alter default privileges for role ${text(item, 'owner')}${schema} ${give ? 'grant ' : `revoke ${right}`}${text(item, 'privilege').toLowerCase()} on ${text(item, 'objects')} ${give ? 'to' : 'from'} ${text(item, 'role')}${give && item.properties.grantable ? ' with grant option' : ''};`;
}

/** `create or replace view` drops the options that it does not repeat, `security_invoker` among them. */
export function createView(item: Item<'view'>): string {
  const options = list(item, 'options').length > 0 ? ` with (${list(item, 'options').join(', ')})` : '';
  const create = item.properties.materialized ? 'create materialized view' : 'create or replace view';
  return `${create} ${on(item)}${options} as ${text(item, 'definition').trim()}`;
}
