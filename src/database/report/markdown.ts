import { code, text } from '../../present/markdown.ts';
import type { MigrationPlan, PendingMigrations, StatementPlan } from '../../release/ports.ts';
import { size } from '../hazards/target.ts';
import { count, type Line, line, lockName } from './words.ts';

const FACTS = 8;

const SIGN: Record<Line['state'], string> = { refused: '⛔', allowed: '🔓', warning: '⚠️', clear: '✅' };

/**
 * The plan for approvers: one sentence, one line a migration, details folded. Long plans keep every migration's line
 * as long as they can; what does not fit is counted, never silently cut.
 */
export function planMarkdown(plan: PendingMigrations, limit = 60_000): string {
  if (plan.pending.length === 0)
    return `No pending migrations (${plan.appliedCount} applied).\n${ignored(plan)}`;
  const lines = plan.pending.map(line);
  const head = `${sentence(lines)}\n\n`;
  const tail = `${facts(plan)}${ignored(plan)}`;
  const table = migrationTable(lines, Math.floor((limit - head.length - tail.length) * 0.6));
  const details = detailBlocks(lines, limit - head.length - tail.length - table.length - 200);
  return `${head}${table}${details}${tail}`;
}

function sentence(lines: readonly Line[]): string {
  const contract = lines.filter(({ migration }) => migration.phase === 'contract').length;
  const refused = lines.filter(({ state }) => state === 'refused').length;
  const parts = [`**${count(lines.length, 'pending migration')}**`];
  if (contract > 0)
    parts.push(`${contract} of them contract (after the soak time, closes the rollback window)`);
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

function migrationTable(lines: readonly Line[], budget: number): string {
  const head =
    '| | migration | phase | who waits | cost | look at |\n| --- | --- | --- | --- | --- | --- |\n';
  const rows = lines.map(row);
  let used = head.length;
  const kept = rows.filter((each) => {
    used += each.length;
    return used <= budget;
  });
  const left = rows.length - kept.length;
  return `${head}${kept.join('')}${left > 0 ? `\n…and ${count(left, 'migration')} more: see the JSON report.\n` : ''}\n`;
}

function row(each: Line): string {
  const { migration, waiting, blocks } = each;
  const names = waiting.length > 3 ? [...waiting.slice(0, 3), `${waiting.length - 3} more`] : waiting;
  const who =
    blocks === 'nothing'
      ? 'nobody'
      : `${blocks === 'writes' ? 'writers' : 'readers and writers'} of ${names.map(text).join(', ')}${each.scans || each.rewrites ? '' : ', briefly'}`;
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

function detailBlocks(lines: readonly Line[], budget: number): string {
  let used = 0;
  let left = 0;
  const blocks: string[] = [];
  // What needs a decision comes first, so that it is not what gets cut.
  const order: Line['state'][] = ['refused', 'allowed', 'warning', 'clear'];
  const sorted = [...lines].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  for (const each of sorted) {
    const block = details(each);
    if (used + block.length > budget) {
      left += 1;
      continue;
    }
    used += block.length;
    blocks.push(block);
  }
  const note = left > 0 ? `\nDetails of ${count(left, 'migration')} left out: see the JSON report.\n` : '';
  return `${blocks.join('')}${note}`;
}

function details({ migration, state }: Line): string {
  const title = `${SIGN[state]} ${text(migration.file)}: ${count(migration.statements.length, 'statement')}`;
  const shown = migration.statements.filter(
    (each) => each.hazards.length > 0 || each.blocks !== 'nothing' || each.losesData,
  );
  const rest = migration.statements.length - shown.length;
  const rows = shown.map((each) => statementRow(each)).join('');
  const table = rows && `| line | statement | locks | hazards |\n| --- | --- | --- | --- |\n${rows}`;
  const quiet = rest > 0 ? `\n${count(rest, 'statement')} without a remark.\n` : '';
  return `<details><summary>${title}</summary>\n\n${table}${quiet}\n</details>\n`;
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
  const contract = each.phase === 'contract' ? ' (contract)' : '';
  return `| ${each.line} | ${code(each.summary)}${contract} | ${locks} | ${hazards.join('<br>') || '–'} |\n`;
}

function facts(plan: PendingMigrations): string {
  if (plan.facts.length === 0) return '';
  const shown = plan.facts.slice(0, FACTS).map((fact) => `${text(fact.relation)} ${size(fact)}`);
  const more = plan.facts.length - shown.length;
  return `\nTables it touches: ${shown.join(' · ')}${more > 0 ? ` · and ${more} smaller` : ''}.\n`;
}

function ignored(plan: PendingMigrations): string {
  if (plan.ignored.length === 0) return '';
  const files = plan.ignored.slice(0, 20).map(({ file, why }) => `${code(file)} (${text(why)})`);
  const more = plan.ignored.length - files.length;
  return `\nLeft alone: ${files.join(', ')}${more > 0 ? ` and ${more} more` : ''}.\n`;
}
