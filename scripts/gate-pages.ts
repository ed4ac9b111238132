import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SOURCES } from '../src/gates/sources/index.ts';
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

The keys that every gate has are in the [configuration](../configuration.md). Settings that were written before \`sources\` (\`probes\`, \`errorTracker\`, \`sql\`, \`json\` as keys of the gate) are still read; Shiplock warns with the new form.
`;
