import type { MigrationPlan, PendingMigrations, StatementPlan } from '../release/ports.ts';
import { andMore, count, firstOf } from './count.ts';
import { code, text } from './markdown.ts';
import { type Line, line, lockName } from './migration-line.ts';
import { size } from './size.ts';

/** Where there is little room: how many characters, and where the reader finds what does not fit (follows "see"). */
export interface Room {
  readonly limit: number;
  readonly whole: string;
}

/** Of each list that explains, where there is little room. */
const MOST = 10;

const SIGN: Record<Line['state'], string> = { refused: '⛔', allowed: '🔓', warning: '⚠️', clear: '✅' };

/**
 * The plan for approvers: one sentence, one line a migration, details folded. Long plans keep every migration's line
 * as long as they can; what does not fit is counted, never silently cut. Without a room, all of it is there.
 */
export function migrationsMarkdown(plan: PendingMigrations, room?: Room): string {
  const rest = `${waiting(plan, room)}${ignored(plan, room)}`;
  if (plan.pending.length === 0) return `No pending migrations (${plan.appliedCount} applied).\n${rest}`;
  const { limit, whole } = room ?? { limit: Number.POSITIVE_INFINITY, whole: '' };
  const empty = new Set(plan.facts.flatMap((fact) => (fact.empty ? [fact.relation] : [])));
  const lines = plan.pending.map((migration) => line(migration, empty));
  const head = `${sentence(lines)}\n\n`;
  const tail = `${facts(plan, room)}${late(plan)}${rest}`;
  const table = migrationTable(lines, Math.floor((limit - head.length - tail.length) * 0.6), whole);
  const details = detailBlocks(lines, limit - head.length - tail.length - table.length - 200, whole);
  return `${head}${table}${details}${tail}`;
}

function sentence(lines: readonly Line[]): string {
  const contract = lines.filter(({ migration }) => migration.phase === 'contract').length;
  const refused = lines.filter(({ state }) => state === 'refused').length;
  const parts = [`**${count(lines.length, 'pending migration')}**`];
  if (contract > 0)
    parts.push(`${contract} of them contract (after the soak time, ends the rollback window)`);
  if (refused > 0) parts.push(`**${refused} refused**`);
  if (lines.some(({ losesData }) => losesData)) parts.push('**data is lost**');
  const stops = lines.some(({ blocks }) => blocks === 'reads-and-writes');
  parts.push(
    stops
      ? 'reads and writes of some tables wait'
      : lines.some(({ blocks }) => blocks === 'writes')
        ? 'writes to some tables wait'
        : 'nothing waits',
  );
  return `${parts.join(', ')}.`;
}

function migrationTable(lines: readonly Line[], budget: number, whole: string): string {
  const head = '| | migration | phase | who waits | cost | check |\n| --- | --- | --- | --- | --- | --- |\n';
  const rows = lines.map(row);
  let used = head.length;
  const kept = rows.filter((each) => {
    used += each.length;
    return used <= budget;
  });
  const left = rows.length - kept.length;
  return `${head}${kept.join('')}${left > 0 ? `\n${andMore(left, { begin: '… and ', noun: 'migration' })}: see ${whole}.\n` : ''}\n`;
}

function row(each: Line): string {
  const { migration, waiting, blocks } = each;
  const who =
    blocks === 'nothing'
      ? 'nobody'
      : `${blocks === 'writes' ? 'writers' : 'readers and writers'} of ${firstOf(waiting.map(text), 3)}${each.scans || each.rewrites ? '' : ', briefly'}`;
  const cost = [
    each.rewrites && 'rewrites',
    each.scans && !each.rewrites && 'scans',
    each.losesData && '**loses data**',
    !migration.transactional && 'no transaction',
  ];
  const rules = [
    ...new Set(each.hazards.map(({ rule, allowed }) => `${rule}${allowed ? ' (allowed)' : ''}`)),
  ];
  const cells = [
    SIGN[each.state],
    `${code(migration.version)} ${text(migration.name)}`,
    phase(migration),
    who,
    cost.filter(Boolean).join(', ') || '–',
    rules.map(code).join(' ') || '–',
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** What the file declares against its own statements is not passed off as what was found. */
function phase({ phase: said, statements }: MigrationPlan): string {
  const found = statements.some((each) => each.phase === 'contract') ? 'contract' : 'expand';
  return said === found ? said : `${said}, declared (found: ${found})`;
}

function detailBlocks(lines: readonly Line[], budget: number, whole: string): string {
  let used = 0;
  let left = 0;
  const blocks: string[] = [];
  // What needs a decision comes first, so that it is not what gets cut.
  const order: Line['state'][] = ['refused', 'allowed', 'warning', 'clear'];
  const sorted = [...lines].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  for (const each of sorted) {
    const isFirst = each.state === 'refused' || each.state === 'allowed';
    const full = details(each, budget - used, whole);
    // What has to be decided is shown however long the file is: in short where there is no room for more.
    const block = isFirst && used + full.length > budget ? decisions(each) : full;
    if (used + block.length > budget) {
      left += 1;
      continue;
    }
    used += block.length;
    blocks.push(block);
  }
  const note = left > 0 ? `\nDetails of ${count(left, 'migration')} omitted: see ${whole}.\n` : '';
  return `${blocks.join('')}${note}`;
}

/** Refused and allowed statements, what the running version may not tolerate, then the rest as far as there is room. */
function details({ migration, state }: Line, room: number, whole: string): string {
  const title = `${SIGN[state]} ${text(migration.file)}: ${count(migration.statements.length, 'statement')}`;
  const shown = migration.statements.filter(
    (each) => each.hazards.length > 0 || each.blocks !== 'nothing' || each.losesData || each.breaks,
  );
  const decided = shown.filter(isDecided);
  const groups = new Map<string, StatementPlan[]>();
  for (const each of shown.filter((statement) => !isDecided(statement))) {
    const key = each.hazards.map(({ rule }) => rule).join(' ') || `line ${each.line}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  let used = title.length + 120;
  let left = 0;
  const kept: { readonly line: number; readonly row: string }[] = [];
  const add = (line: number, row: string, always: boolean, statements: number) => {
    if (!always && used + row.length > room) {
      left += statements;
      return;
    }
    used += row.length;
    kept.push({ line, row });
  };
  for (const same of decidedGroups(decided)) {
    if (same.length > MANY_DECIDED) add(same[0]?.line ?? 0, groupRow(same), true, same.length);
    else for (const each of same) add(each.line, statementRow(each), true, 1);
  }
  const first = kept.splice(0).sort((a, b) => a.line - b.line);
  for (const same of groups.values()) {
    // The same finding on many objects is one line, with the first of them.
    if (same.length > MANY) add(same[0]?.line ?? 0, groupRow(same), false, same.length);
    else for (const each of same) add(each.line, statementRow(each), false, 1);
  }
  const rest = kept.sort((a, b) => a.line - b.line);
  const rows = [...first, ...rest].map(({ row: cells }) => cells).join('');
  const table = rows && `| line | statement | locks | hazards |\n| --- | --- | --- | --- |\n${rows}`;
  const quiet = migration.statements.length - shown.length;
  const notes = [
    left > 0 && `${count(left, 'statement')} with remarks omitted: see ${whole}.`,
    quiet > 0 && `${count(quiet, 'statement')} without a remark.`,
  ].filter(Boolean);
  const note = notes.length > 0 ? `\n${notes.join(' ')}\n` : '';
  return `<details><summary>${title}</summary>\n\n${table}${note}\n</details>\n`;
}

/** What was refused and what was allowed, with the reason, once for each rule. */
function decisions({ migration, state }: Line): string {
  const found = new Map<string, number[]>();
  for (const { line: at, hazards } of migration.statements) {
    for (const { rule, severity, allowed } of hazards) {
      if (severity !== 'refused' && !allowed) continue;
      const key = allowed ? `${code(rule)} *allowed: ${text(allowed.reason)}*` : `⛔ ${code(rule)}`;
      found.set(key, [...(found.get(key) ?? []), at]);
    }
  }
  const parts = [...found].map(
    ([what, lines]) => `${what} (${lines.length > 1 ? `×${lines.length}, from ` : ''}line ${lines[0]})`,
  );
  return `${SIGN[state]} ${text(migration.file)}: ${parts.join('; ')}\n\n`;
}

/** More statements than this with the very same rules are one line. */
const MANY = 4;

/** Somebody has to decide on it: refused, allowed, or more than the running version tolerates. */
const isDecided = ({ hazards, breaks }: StatementPlan): boolean =>
  breaks !== undefined || hazards.some(({ severity, allowed }) => severity === 'refused' || allowed);

/** Of what has to be decided, more are shown one by one; the same rule with the same reason is still one decision. */
const MANY_DECIDED = 20;

function decidedGroups(decided: readonly StatementPlan[]): StatementPlan[][] {
  const groups = new Map<string, StatementPlan[]>();
  for (const each of decided) {
    const key = each.hazards.map(({ rule, allowed }) => `${rule} ${allowed?.reason ?? ''}`).join('\n');
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function groupRow(same: readonly StatementPlan[]): string {
  const [first] = same;
  if (!first) return '';
  const where = same.map(({ line: at }) => at).join(', ');
  const relations = new Set(
    same.flatMap(({ locks }) => locks.map(({ relation, level }) => `${relation} ${lockName(level)}`)),
  );
  const locks =
    relations.size > 2 ? `${count(relations.size, 'lock')}` : [...relations].map(text).join('<br>') || '–';
  const hazards = first.hazards.map(
    ({ rule, message, severity, allowed }) =>
      `${severity === 'refused' && !allowed ? '⛔ ' : ''}${code(rule)} ×${same.length}: ${text(message)}, and so on.${allowed ? ` *Allowed: ${text(allowed.reason)}*` : ''}`,
  );
  return `| ${where} | ${code(first.summary)} | ${locks} | ${hazards.join('<br>') || '–'} |\n`;
}

function statementRow(each: StatementPlan): string {
  const locks =
    each.locks.map(({ relation, level }) => `${text(relation)} ${lockName(level)}`).join('<br>') || '–';
  const hazards = each.hazards.map(({ rule, severity, message, instead, allowed }) => {
    const why = allowed
      ? ` *Allowed: ${text(allowed.reason)}*`
      : instead && severity === 'refused'
        ? ` *Instead: ${text(instead)}*`
        : '';
    return `${severity === 'refused' && !allowed ? '⛔ ' : ''}${code(rule)} ${text(message)}.${why}`;
  });
  const said = new Set(each.hazards.map(({ message }) => message));
  const why = (each.breaks ?? [])
    .filter((reason) => !said.has(reason))
    .map((reason) => `contract: ${text(reason)}.`);
  const contract = each.phase === 'contract' ? ' (contract)' : '';
  return `| ${each.line} | ${code(each.summary)}${contract} | ${locks} | ${[...hazards, ...why].join('<br>') || '–'} |\n`;
}

function facts(plan: PendingMigrations, room: Room | undefined): string {
  if (plan.facts.length === 0) return '';
  const tables = plan.facts.map((fact) => `${text(fact.relation)} ${size(fact)}`);
  return `\nTables it touches: ${first(tables, ' · ', room)}.\n`;
}

/** Files that are applied after later ones, with the reason that was given. */
function late(plan: PendingMigrations): string {
  const files = plan.pending.flatMap(({ file, late: reason }) =>
    reason === undefined ? [] : [`${code(file)} (*${text(reason)}*)`],
  );
  return files.length > 0 ? `\nOut of order, after later versions: ${files.join(', ')}.\n` : '';
}

/** What contract files of earlier releases risk when they are applied: warnings, which hold this release up in nothing. */
function waiting(plan: PendingMigrations, room: Room | undefined): string {
  const found = (plan.waiting ?? []).flatMap(({ file, statements = [] }) =>
    statements.flatMap(({ line: at, hazards }) =>
      hazards
        .filter(({ severity }) => severity !== 'info')
        .map(({ rule, message, allowed }) => ({ file, at, rule, message, allowed })),
    ),
  );
  if (found.length === 0) return '';
  const lines = found.map(({ file, at, rule, message, allowed }) => {
    const why = allowed ? ` *Allowed: ${text(allowed.reason)}*` : '';
    return `- ${SIGN.warning} ${code(file)} line ${at}: ${code(rule)} ${text(message)}.${why}`;
  });
  return `\nWaiting contract files of earlier releases, and what they risk when they are applied:\n\n${first(lines, '\n', room, '- ')}\n`;
}

function ignored(plan: PendingMigrations, room: Room | undefined): string {
  if (plan.ignored.length === 0) return '';
  const files = plan.ignored.map(({ file, why }) => `${code(file)} (${text(why)})`);
  return `\nIgnored: ${first(files, ', ', room)}.\n`;
}

/** All of a list, or the first of it and where the rest is. */
function first(items: readonly string[], between: string, room: Room | undefined, begin = ''): string {
  const shown = room ? items.slice(0, MOST) : items;
  const more = items.length - shown.length;
  return [
    ...shown,
    ...(more > 0 && room ? [`${andMore(more, { begin: `${begin}and ` })} (see ${room.whole})`] : []),
  ].join(between);
}
