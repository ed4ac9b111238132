import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { count } from '../../present/count.ts';
import { configurationError } from '../../release/errors.ts';
import type { CheckReport, Finding } from '../../release/ports.ts';
import type { AppContract, SchemaSnapshot } from '../../release/snapshot.ts';
import { firstIssue } from '../issue.ts';
import { text, View } from '../model/view.ts';

const columns = z.array(z.string().min(1));
const contractSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  uses: z.strictObject({
    relations: z
      .record(
        z.string().regex(/^[^.]+\.[^.]+$/, 'must be schema.name'),
        z.strictObject({
          select: columns.optional(),
          insert: columns.optional(),
          update: columns.optional(),
          delete: z.boolean().optional(),
        }),
      )
      .default({}),
    functions: z.array(z.string().regex(/^[^.(]+\.[^(]+\(.*\)$/, 'must be schema.name(types)')).default([]),
  }),
});

/** Reads the file; undefined when there is none. @throws SHIPLOCK_SCHEMA_CONTRACT naming the place in the file. */
export async function loadContract(workspace: string, file: string): Promise<AppContract | undefined> {
  const source = await readFile(path.join(workspace, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return source === undefined ? undefined : parseContract(source, file);
}

export function parseContract(source: string, file: string): AppContract {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw invalid(file, `it is not JSON: ${(error as Error).message}`);
  }
  const result = contractSchema.safeParse(json);
  if (!result.success) {
    throw invalid(file, firstIssue(result.error));
  }
  const { version, uses } = result.data;
  return { version, uses: { relations: uses.relations, functions: uses.functions.map(signature) } };
}

const invalid = (file: string, why: string) =>
  configurationError({
    code: 'SHIPLOCK_SCHEMA_CONTRACT',
    what: `${file} is not a contract: ${why}`,
    notDone: ['nothing was changed'],
    next: 'Correct it; docs/schema-checks.md describes the format.',
    places: [{ file }],
  });

const ALIASES: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
  bool: 'boolean',
  varchar: 'character varying',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  float8: 'double precision',
  float4: 'real',
  decimal: 'numeric',
};

/** As the catalog prints it: one blank after a comma, long type names. */
function signature(written: string): string {
  const [, name = '', types = ''] = /^([^(]+)\((.*)\)$/s.exec(written.trim()) ?? [];
  const long = (type: string) =>
    type
      .trim()
      .replaceAll(/"(?:[^"]|"")*"|[^"]+/g, (part) => (part.startsWith('"') ? part : part.toLowerCase()))
      .replace(
        /^(\w+)(?=\[|$)/,
        (word) => (Object.hasOwn(ALIASES, word) ? ALIASES[word] : undefined) ?? word,
      );
  return `${name.trim()}(${types.trim() === '' ? '' : types.split(',').map(long).join(', ')})`;
}

/** Is everything that the app declares to use there, and may somebody use it? */
export function checkContract(
  contract: AppContract | undefined,
  live: SchemaSnapshot,
  file: string,
): CheckReport {
  if (!contract)
    return { check: 'contract', outcome: 'skipped', detail: `there is no ${file}`, findings: [] };
  const view = new View(live);
  const relations = Object.entries(contract.uses.relations);
  const findings = [
    ...relations.flatMap(([relation, uses]) => checkRelation(view, relation, uses)),
    ...contract.uses.functions.flatMap((name) => checkFunction(view, name)),
  ].map((finding) => ({ ...finding, place: { file } }));
  const unread = live.unreadable.map(({ what, why }) => ({
    object: what,
    message: `could not be read: ${why}`,
  }));
  return {
    check: 'contract',
    outcome: findings.length > 0 && unread.length === 0 ? 'fail' : unread.length > 0 ? 'unknown' : 'pass',
    detail: `${count(relations.length, 'relation')} and ${count(contract.uses.functions.length, 'function')} of ${file}`,
    findings: [...findings, ...unread],
  };
}

function checkRelation(
  view: View,
  relation: string,
  uses: AppContract['uses']['relations'][string],
): Finding[] {
  const object = `relation ${relation}`;
  if (!view.has(object)) return [{ object, message: 'the app uses it, but it does not exist' }];
  const findings: Finding[] = [];
  for (const verb of ['select', 'insert', 'update'] as const) {
    for (const name of uses[verb] ?? []) {
      if (name !== '*' && !view.column(relation, name))
        findings.push({
          object: `column ${relation}.${name}`,
          message: `the app uses it (${verb}), but it does not exist`,
        });
      else if (verb !== 'select' && view.column(relation, name)?.properties['generated'])
        findings.push({
          object: `column ${relation}.${name}`,
          message: `the app gives it a value (${verb}), but the database computes it`,
        });
      else if (!granted(view, relation, verb, name))
        findings.push({
          object: `column ${relation}.${name}`,
          message: `no role other than the owner can ${verb} it`,
          mend: `grant ${verb} on ${relation} to authenticated;`,
        });
    }
  }
  if (uses.delete && !granted(view, relation, 'delete', '*')) {
    findings.push({
      object,
      message: 'no role other than the owner can delete from it',
      mend: `grant delete on ${relation} to authenticated;`,
    });
  }
  for (const column of uses.insert ? view.of('column', relation) : []) {
    const { notNull, default: value, identity, generated } = column.properties;
    const filled =
      [value, identity, generated].some((v) => v !== null) ||
      uses.insert?.some((name) => name === '*' || name === text(column, 'name'));
    if (notNull && !filled)
      findings.push({ object: column.id, message: 'it is required, but the app does not insert it' });
  }
  return findings;
}

function granted(view: View, relation: string, verb: string, column: string): boolean {
  const privilege = verb.toUpperCase();
  const columns =
    column === '*' ? view.of('column', relation).map((item) => item.properties['name']) : [column];
  const columnGrants = view
    .of('column-grant', relation)
    .filter((g) => g.properties['privilege'] === privilege);
  return (
    view
      .ofKind('grant')
      .some(
        (g) =>
          g.properties['type'] === 'relation' &&
          g.properties['object'] === relation &&
          g.properties['privilege'] === privilege,
      ) ||
    (columnGrants.length > 0 &&
      columns.every((name) => columnGrants.some((g) => g.properties['column'] === name)))
  );
}

function checkFunction(view: View, name: string): Finding[] {
  const object = `function ${name}`;
  if (!view.has(object)) return [{ object, message: 'the app calls it, but it does not exist' }];
  const callable = view
    .ofKind('grant')
    .some((g) => g.properties['type'] === 'function' && g.properties['object'] === name);
  return callable
    ? []
    : [
        {
          object,
          message: 'no role other than the owner can call it',
          mend: `grant execute on function ${name} to authenticated;`,
        },
      ];
}
