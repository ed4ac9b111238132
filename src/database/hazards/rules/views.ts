import type { AlterObjectSchemaStmt, DropStmt, ViewStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { isView, readPast, readsOf, readsOfDefinition, readsOfView } from '../exposure/reads.ts';
import { isExposed, standing, visitorsOf } from '../exposure/visitors.ts';
import type { AlterHandler, Family } from '../family.ts';
import { releaseMemory, track } from '../memory.ts';
import { isOn, objectNames, optionNames } from '../nodes.ts';
import { beginRights, gained, rightsAtEnd } from '../remade/rights.ts';
import { forget, madeView, viewFate } from '../remade/views.ts';
import type { Rule } from '../rule.ts';
import { remember } from '../tables-from-queries.ts';
import type { Target } from '../target.ts';
import { DROP, RIGHTS_ANEW } from './programs.ts';
import { world } from './unguarded.ts';

const VIEW: Rule = {
  id: 'view-bypasses-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'A view reads with the privileges of its owner, which bypasses row level security. Refused if anon or authenticated can see rows through it that policies hide from them; only a remark if no API role can use it',
  instead: 'CREATE VIEW … WITH (security_invoker = true), or REVOKE ALL from anon and authenticated.',
};
const INVOKER: Rule = {
  id: 'view-heeds-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'A view now reads with the privileges of the caller: reads of the running version through it might be refused',
  instead: 'Grant what its readers need, and add policies, in an earlier release.',
};

function view(effects: Effects, node: ViewStmt): void {
  effects.ddl = true;
  const target = effects.target(node.view);
  const isInvoker = isOn(node.options, 'security_invoker') === true;
  const query = node.query && 'SelectStmt' in node.query ? node.query.SelectStmt : undefined;
  effects.add(`view ${target.name}`);
  const reads = readsOf(effects, query ? [{ SelectStmt: query }] : []);
  if (target.facts) {
    effects.lock(target, 'AccessExclusiveLock');
    effects.change(target, { reads });
  } else {
    if (!target.isNew) beginRights(effects, `table ${target.name}`, 'table', schemaOf(target));
    remember(effects, target.name);
    effects.memory.made.set(target.name, {
      ...madeView(effects, target, query, { aliases: nameList(node.aliases), isInvoker }),
      reads,
    });
  }
  viewRights(effects, target, isInvoker);
}

const schemaOf = (target: Target): string => target.name.split('.')[0] ?? '';

function drop(effects: Effects, node: DropStmt): void {
  if (node.removeType !== 'OBJECT_VIEW') return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const target = effects.named(names);
    const label = `view ${names.join('.')}`;
    effects.lock(target, 'AccessExclusiveLock');
    viewGoes(effects, target, label, DROP);
    if (node.behavior === 'DROP_CASCADE')
      for (const other of target.facts?.views ?? []) effects.lock(other, 'AccessExclusiveLock');
    forget(effects, target);
  }
}

/** A view that the running version may read goes; whether one of its columns and rights is there at the end is asked then. */
export function viewGoes(effects: Effects, target: Target, label: string, rule: Rule | undefined): void {
  // What stands in the place of one from before goes, too: then that one is missed.
  const before = target.isNew ? effects.original(target) : target.facts;
  if (target.isAbsent || (target.isNew && !before)) return;
  if (!before) {
    effects.breaks(target);
    if (rule) effects.hazard(rule, `${label} is dropped`, target);
    return;
  }
  const rights = effects.memory.rights.get(`table ${target.name}`) ?? before.rights;
  const missed = { ...before, ...(rights && !target.isNew ? { rights } : {}) };
  effects.goes(rule, label, (end) => viewFate(effects, target.name, missed, end));
  effects.later.push((end) => {
    if (!end.made.has(target.name) || !rights) return;
    const more = gained(rights, rightsAtEnd(end, `table ${target.name}`));
    if (more.length > 0)
      effects.hazard(
        RIGHTS_ANEW,
        `${label} is recreated with default privileges: ${more.join(', ')} can use it`,
      );
  });
}

/** ALTER VIEW … SET (security_invoker = …) and RESET. */
const viewOptions: AlterHandler = (effects, command, target) => {
  const items = command.def && 'List' in command.def ? command.def.List.items : undefined;
  if (!optionNames(items).has('security_invoker')) return;
  const isSet = command.subtype === 'AT_SetRelOptions';
  viewRights(effects, target, isSet && isOn(items, 'security_invoker') === true);
};

function viewRights(effects: Effects, target: Target, isInvoker: boolean): void {
  if (isInvoker) {
    keepInvoker(effects, target, true);
    if (!target.facts || target.facts.securityInvoker) return;
    effects.change(target, { securityInvoker: true });
    effects.breaks(target);
    effects.hazard(INVOKER, `${target.name} reads with the privileges of the caller`, target);
    return;
  }
  keepInvoker(effects, target, false);
  effects.change(target, { securityInvoker: false });
  bypasses(effects, target);
}

function keepInvoker(effects: Effects, target: Target, securityInvoker: boolean): void {
  const made = effects.memory.made.get(target.name);
  if (target.isNew && made) effects.memory.made.set(target.name, { ...made, securityInvoker });
}

/** Asked at the end of the release: by then the view may heed its reader, be out of reach, or somewhere else. */
function bypasses(effects: Effects, { name }: Target): void {
  const before = openBefore(effects, name);
  const view = track(effects.memory, name);
  effects.later.push((memory) => {
    const at = world(effects, memory);
    const end = standing(at, view.name);
    if (!end.isThere || !isView(end) || end.isInvoker || !isExposed(at, end.name)) return;
    const message = `${end.name} reads with its owner's privileges`;
    const visitors = visitorsOf(at, end, ['SELECT']);
    if (effects.facts.known && visitors.length === 0) {
      effects.hazard(VIEW, `${message}; no API role can read it`, undefined, { severity: 'info' });
      return;
    }
    const reads = readsOfView(effects, end);
    const past = reads && readPast(effects, at, reads, visitors);
    const tables = (past?.tables ?? []).filter((table) => !before.includes(table));
    if (!past || past.asksWho || past.isSummary || tables.length === 0) effects.hazard(VIEW, message);
    else
      effects.hazard(
        VIEW,
        `${message}: ${visitors.join(', ')} can read rows of ${tables.join(', ')} through it that row level security hides`,
        undefined,
        { severity: 'refused' },
      );
  });
}

/** Tables that anybody could read past row level security through it before the release: nothing new is opened. */
function openBefore(effects: Effects, name: string): readonly string[] {
  const { facts } = effects;
  const old = facts.relations.get(effects.memory.renamed.get(name) ?? name);
  const reads =
    old?.kind === 'view' && !old.securityInvoker ? readsOfDefinition(effects, old.definition) : undefined;
  if (!old || !reads) return [];
  const before = world(effects, releaseMemory());
  if (!isExposed(before, old.name)) return [];
  const visitors = visitorsOf(before, { name: old.name, rights: old.rights ?? new Map() }, ['SELECT']);
  return visitors.length > 0 ? readPast(effects, before, reads, visitors).tables : [];
}

/** It comes to a schema that the API serves, under its new name by now. */
function moved(effects: Effects, node: AlterObjectSchemaStmt): void {
  if (!node.relation) return;
  const target = effects.named([node.newschema ?? '', node.relation.relname ?? '']);
  const { kind, securityInvoker } = target.facts ?? {};
  if (kind === 'view' && !securityInvoker) bypasses(effects, target);
}

export const views: Family = {
  name: 'Views',
  rules: [VIEW, INVOKER],
  statements: { ViewStmt: view, DropStmt: drop, AlterObjectSchemaStmt: moved },
  alterTable: { AT_SetRelOptions: viewOptions, AT_ResetRelOptions: viewOptions },
};
