import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SOURCES } from '../src/gates/sources/index.ts';
import { trafficTable } from './gate-table.ts';
import { root } from './project.ts';
import { keysTable, type Schema } from './settings-table.ts';

const SECTIONS = ['## What it can show', '## What it cannot show'];

/** docs/gates: a page for each source, from its README and the schema of its settings, and a page that lists them. */
export async function gatePages(): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const rows: string[] = [];
  for (const [name, settings] of Object.entries(SOURCES)) {
    const folder = `src/gates/sources/${name}`;
    const readme = await readFile(path.join(root, folder, 'README.md'), 'utf8');
    const missing = SECTIONS.filter((section) => !readme.includes(`\n${section}\n`));
    if (missing.length > 0) throw new Error(`${folder}/README.md has no ${missing.join(', ')}`);
    const schema = z.toJSONSchema(settings, { io: 'input' }) as Schema;
    const note = `<!-- Generated from ${folder}: run \`npm run build\` after a change. -->`;
    const [title = '', ...rest] = readme.trimEnd().split('\n');
    pages.set(
      `docs/gates/${name}.md`,
      `${[title, '', note, ...rest, '', '## Keys', '', keysTable(schema)].join('\n')}\n`,
    );
    const use = schema.properties?.['use']?.description ?? '';
    rows.push(`| [\`${name}\`](${name}.md) | ${use} |`);
  }
  pages.set('docs/gates/README.md', index(rows));
  return pages;
}

const index = (rows: readonly string[]): string => `# Gate sources

<!-- Generated from src/gates/sources: run \`npm run build\` after a change. -->

A gate (\`gates.gate\` before traffic moves, \`gates.watch\` after) takes samples from the sources in its list \`sources\`. Each source is judged separately: if one fails, the gate fails; it passes only if all of them pass. A source that cannot be read never passes.

| \`use\` | what it asks |
| --- | --- |
${rows.join('\n')}

## How a gate decides

Each source is a sequential test between two rates: \`baselineFailureRate\` (a healthy release) and \`worstFailureRate\` (must not pass), and where it has \`slowMs\`, between \`baselineSlowRate\` and \`worstSlowRate\` of slow answers. The gate decides as soon as the samples suffice. \`alpha\` is the most that a healthy release fails by chance, and is divided among all tests of the gate; \`beta\` is the most that a release at the worst rate passes. Both are 0.5 % by default, so that \`gate\` and \`watch\` together stop at most 1 % of healthy releases. Between the two rates there is no promise: the more a release fails, the more likely the gate stops it.

- **Failures that come together** (a backend that is away for a moment) may be one event. Failures within \`burstSeconds\` are never enough for a fail, and at most double the false alarms.
- **New issues** fail the gate when chance does not explain them: a healthy release has \`baselineNewIssuesPerHour\` of them. Up to that, a new issue above \`maxNewIssues\` leaves the gate undecided.
- **A comparison** (\`compare: true\`) fails only what is worse than what serves at the same time, and passes what is not worse or meets the fixed rates. What fails for both shows nothing. If what serves mostly fails too, for a minute, the fixed rates decide.
- **No traffic**, or too little, is \`inconclusive\`.
- **What cannot be read** (a source, the list of domains) is asked again until \`deadlineSeconds\`; then the gate is \`inconclusive\` with the cause. Before traffic moves, a mistake in the configuration ends the gate immediately.

\`npm run bench:gate\` measures these promises: 10,000 simulated releases for each, through the code that decides.

## What your traffic can show

The lowest failure rate that a gate can tell from a healthy one, by the requests that it sees. The default probes make about 500 requests a minute if an answer takes 200 ms; they cannot show what only your users meet.

${trafficTable()}

Less traffic needs a longer \`deadlineSeconds\`, or a higher \`worstFailureRate\`. \`onInconclusive\` says what happens at the deadline.

## Keys

The keys that every gate has are in the [configuration](../configuration.md). Settings that were written before \`sources\` (\`probes\`, \`errorTracker\`, \`sql\`, \`json\` as keys of the gate) are still read; Shiplock warns with the new form.
`;
