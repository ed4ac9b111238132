import { count } from '../../present/count.ts';
import type { CheckReport, Finding } from '../../release/ports.ts';
import type { AppContract, SchemaSnapshot } from '../../release/snapshot.ts';
import { text, View } from '../model/view.ts';
import type { Usage } from './load.ts';

/** Is everything that the app declares to use there, and may somebody use it? */
export function checkUsage({ file, uses, notice }: Usage, live: SchemaSnapshot): CheckReport {
  if (!uses) return { check: 'contract', outcome: 'skipped', detail: `there is no ${file}`, findings: [] };
  const view = new View(live);
  const relations = Object.entries(uses.uses.relations);
  const findings = [
    ...relations.flatMap(([relation, uses]) => checkRelation(view, relation, uses)),
    ...uses.uses.functions.flatMap((name) => checkFunction(view, name)),
  ].map((finding) => ({ ...finding, place: { file } }));
  const unread = live.unreadable.map(({ what, why }) => ({
    object: what,
    message: `could not be read: ${why}`,
  }));
  return {
    check: 'contract',
    outcome: findings.length > 0 && unread.length === 0 ? 'fail' : unread.length > 0 ? 'unknown' : 'pass',
    detail: `${count(relations.length, 'relation')} and ${count(uses.uses.functions.length, 'function')} of ${file}${notice ? `. ${notice}` : ''}`,
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
      else if (verb !== 'select' && view.column(relation, name)?.properties.generated)
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
  const columns = column === '*' ? view.of('column', relation).map((item) => item.properties.name) : [column];
  const columnGrants = view.of('column-grant', relation).filter((g) => g.properties.privilege === privilege);
  return (
    view
      .ofKind('grant')
      .some(
        (g) =>
          g.properties.type === 'relation' &&
          g.properties.object === relation &&
          g.properties.privilege === privilege,
      ) ||
    (columnGrants.length > 0 &&
      columns.every((name) => columnGrants.some((g) => g.properties.column === name)))
  );
}

function checkFunction(view: View, name: string): Finding[] {
  const object = `function ${name}`;
  if (!view.has(object)) return [{ object, message: 'the app calls it, but it does not exist' }];
  const callable = view
    .ofKind('grant')
    .some((g) => g.properties.type === 'function' && g.properties.object === name);
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
