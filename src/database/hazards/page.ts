import { cell } from '../../present/markdown.ts';
import { TINY } from './facts.ts';
import type { Family } from './family.ts';
import type { Rule } from './rule.ts';
import { FAMILIES } from './rules/index.ts';

/** Rules of squawk that need no rule here, and why. Together with `Rule.squawk` this covers squawk 2.66. */
export const SQUAWK_OTHERWISE: Readonly<Record<string, string>> = {
  'prefer-robust-stmts':
    'not needed: a file is one transaction; one that cannot be is resumed by statement hash',
  'require-table-schema':
    'not needed: the session, search_path included, is reset between files; the plan shows schemas',
};

/** docs/hazards.md. Generated, so that it cannot fall behind the rules. */
export function hazardsPage(): string {
  return `# Hazards of migrations

<!-- Generated from src/database/hazards: run \`vitest run src/database/hazards --update\` after changing a rule. -->

\`shiplock plan\` reads each pending migration with PostgreSQL's own parser, asks the live catalog about the tables it
touches, and says what each statement locks, rewrites, reads, loses and breaks. If one of the rules below applies,
the plan carries a hazard:

- **refused**: the migration is not applied until the hazard is gone or allowed, with a reason that the approver reads:
  \`-- shiplock: allow=<rule> reason="…"\` in the statement, on its last line, or between it and the previous statement;
- **warning**: shown to the approver;
- **info**: a remark; does not enter the plan's hash.

Size matters. On a table that the release itself creates, nothing stalls or is lost. On a tiny one (at most
${TINY.rows.toLocaleString('en-US')} rows and ${TINY.bytes / 1024 / 1024} MiB with its indexes: some milliseconds to read or
rewrite) hazards about time become remarks. If Shiplock cannot read the catalog, every table counts as large.

**Expand and contract.** A statement that the running version might not tolerate (it drops, renames, retypes, tightens or
revokes) is *contract*, and so is its file. Shiplock compares the schema before the release with the one after it: what is
recreated so that callers still work is *expand* ([migrations](migrations.md#expand-and-contract)). Contract files wait
for the soak time, so an expand file after one is refused (\`SHIPLOCK_PLAN_CONTRACT_FIRST\`), and a
contract file that adds what the new code might need, too (\`SHIPLOCK_PLAN_MIXED_FILE\`).
\`-- shiplock: phase=contract\` or \`phase=expand\` in a file overrides this.

If nothing serves yet, no file is contract, and hazards about time or the running version are remarks.

Statements inside \`DO\` blocks, \`EXECUTE '…'\` of a plain string, and data-changing \`WITH\` parts are analyzed. If only
a query of the catalog guards them (\`IF NOT EXISTS (SELECT … FROM pg_constraint …)\`) or a handler for
\`duplicate_object\`, they count as executed. SQL
that is built at run time cannot be analyzed: the plan says so (\`opaque-code\`), and the rehearsal sees its locks.

${FAMILIES.map(familySection).join('\n')}
## squawk's rules

${squawkTable()}`;
}

function familySection(family: Family): string {
  const rows = family.rules.map(
    ({ id, severity, title, instead }) =>
      `| \`${id}\` | ${severity} | ${cell(title)} | ${instead ? cell(instead) : ''} |`,
  );
  return `## ${family.name}\n\n| rule | severity | what | instead |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function squawkTable(): string {
  const rows = new Map<string, string[]>();
  for (const rule of FAMILIES.flatMap((family): readonly Rule[] => family.rules)) {
    for (const theirs of rule.squawk ?? []) rows.set(theirs, [...(rows.get(theirs) ?? []), `\`${rule.id}\``]);
  }
  for (const [theirs, why] of Object.entries(SQUAWK_OTHERWISE)) rows.set(theirs, [why]);
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([theirs, ours]) => `| ${theirs} | ${ours.join(', ')} |`);
  return `| squawk | here |\n| --- | --- |\n${lines.join('\n')}\n`;
}
