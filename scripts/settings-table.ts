import { cell } from '../src/present/markdown.ts';

/** The part of JSON Schema that zod writes for the settings. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

interface Row {
  readonly key: string;
  readonly takes: string;
  readonly otherwise: string;
  readonly description: string;
}

/** Every key of the settings file as markdown, one table for each part of an environment. */
export function settingsTables(schema: Schema): string {
  const environments = schema.properties?.['environments'];
  const environment = environments?.additionalProperties;
  if (typeof environment !== 'object' || !environment.properties)
    throw new Error('the settings schema has no environments');
  const top = rows(schema, '').filter(({ key }) => key !== '$schema' && !key.startsWith('environments.'));
  const own: Row[] = [];
  /** Title and rows. */
  const parts: [string, Row[]][] = [];
  for (const [key, part] of Object.entries(environment.properties)) {
    const found = rowsOf(key, part, environment.required ?? []);
    if (part.properties) parts.push([`\`${key}\``, found.filter((row) => row.key !== key)]);
    else if (part.items?.anyOf) {
      own.push(row(key, part, environment.required ?? []));
      const forms = part.items.anyOf.map((form) => rows(form, `${key}[].`));
      for (const [i, form] of forms.entries())
        parts.push([`\`${key}[]\`, form ${i + 1} of ${forms.length}`, form]);
    } else own.push(...found);
  }
  return [
    table('The file', top),
    table('An environment', own),
    ...parts.map(([title, found]) => table(title, found)),
  ].join('\n\n');
}

/** The keys of a schema, with those inside of them, without a title. */
export const keysTable = (schema: Schema): string => rowsTable(rows(schema, ''));

function rows(schema: Schema, prefix: string): Row[] {
  const seen = new Map<string, string>();
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const shape = part.properties ? JSON.stringify(part.properties) : undefined;
    const twin = shape && seen.get(shape);
    if (twin)
      return [
        { ...row(prefix + name, part, schema.required ?? []), takes: `the keys of \`${prefix}${twin}\`` },
      ];
    if (shape) seen.set(shape, name);
    return rowsOf(prefix + name, part, schema.required ?? []);
  });
}

function rowsOf(key: string, part: Schema, required: readonly string[]): Row[] {
  const named = typeof part.additionalProperties === 'object' ? part.additionalProperties : undefined;
  const entries = part.items?.anyOf ?? (part.items ? [part.items] : []);
  return [
    row(key, part, required),
    ...rows(part, `${key}.`),
    ...entries.flatMap((entry) => rows(entry, `${key}[].`)),
    ...(named ? rows(named, `${key}.*.`) : []),
  ];
}

function row(key: string, part: Schema, required: readonly string[]): Row {
  const name = key.slice(key.lastIndexOf('.') + 1);
  const otherwise = required.includes(name) && part.default === undefined ? '**required**' : fallback(part);
  return { key, takes: takes(part), otherwise, description: part.description ?? '' };
}

function fallback({ default: value, properties }: Schema): string {
  if (value === undefined || properties) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function takes(part: Schema): string {
  if (part.const !== undefined) return `\`${String(part.const)}\``;
  if (part.enum) return part.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (part.anyOf) return part.anyOf.map(takes).join(' or ');
  if (part.items)
    return part.items.properties || part.items.anyOf || part.items.oneOf
      ? 'list'
      : `list of ${takes(part.items)}`;
  if (typeof part.type === 'object') return part.type.join(', ');
  if (part.type === 'object') return 'keys';
  return `${part.format === 'uri' ? 'URL' : (part.type ?? 'any')}${range(part)}`;
}

function range(part: Schema): string {
  const largest = part.maximum === Number.MAX_SAFE_INTEGER ? undefined : part.maximum;
  const ends = [
    part.minimum === undefined ? '' : `≥ ${part.minimum}`,
    part.exclusiveMinimum === undefined ? '' : `> ${part.exclusiveMinimum}`,
    largest === undefined ? '' : `≤ ${largest}`,
    part.exclusiveMaximum === undefined ? '' : `< ${part.exclusiveMaximum}`,
  ].filter(Boolean);
  return ends.length > 0 ? ` ${ends.join(', ')}` : '';
}

function table(title: string, found: readonly Row[]): string {
  return [`### ${title}`, '', rowsTable(found)].join('\n');
}

function rowsTable(found: readonly Row[]): string {
  return [
    '| key | takes | default | what it is |',
    '| --- | --- | --- | --- |',
    ...found.map(
      (r) => `| \`${r.key}\` | ${cell(r.takes)} | ${cell(r.otherwise)} | ${cell(r.description)} |`,
    ),
  ].join('\n');
}
