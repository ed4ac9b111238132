import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { CODES, type Code } from '../src/release/codes.ts';
import { root } from './project.ts';

/** What is written from the table of error codes (`src/release/codes-by-runbook.ts`). */
export async function codesPages(): Promise<Map<string, string>> {
  const pages = new Map<string, string>([['docs/errors.md', errorsPage()]]);
  const codes = Object.keys(CODES) as Code[];
  const runbooks = new Set(codes.map((code) => CODES[code].runbook));
  const kept = (await readdir(path.join(root, 'runbooks'))).filter((file) => file.endsWith('.md'));
  const idle = kept.filter((file) => !runbooks.has(`runbooks/${file}`));
  if (idle.length > 0) throw new Error(`no error code leads to runbooks/${idle.join(', runbooks/')}`);
  for (const runbook of runbooks) {
    const text = await readFile(path.join(root, runbook), 'utf8');
    pages.set(
      runbook,
      withCodes(
        text,
        codes.filter((code) => CODES[code].runbook === runbook),
      ),
    );
  }
  return pages;
}

/** A runbook whose front matter lists these codes; its other keys and its text stay. */
function withCodes(text: string, codes: readonly Code[]): string {
  const end = text.indexOf('\n---\n', 3);
  const has = text.startsWith('---\n') && end > 0;
  const front = has ? (parse(text.slice(4, end)) as Record<string, unknown>) : {};
  return `---\n${stringify({ ...front, codes })}---\n${has ? text.slice(end + 5) : `\n${text}`}`;
}

function errorsPage(): string {
  const rows = (Object.keys(CODES) as Code[]).sort().map((code) => {
    const { kind, mayRollbackAnswer, runbook, summary } = CODES[code];
    const cells = [`[\`${code}\`](../${runbook})`, summary, kind, mayRollbackAnswer ? 'yes' : 'no'];
    return `| ${cells.join(' | ')} |`;
  });
  return `${[
    '<!-- Generated from src/release/codes-by-runbook.ts by `npm run build`. -->',
    '',
    '# Error codes',
    '',
    'Each error has a stable code. Each code links to its runbook, which says what production serves and what to do.',
    '',
    '- **Kind**: `configuration` means that an input, a setting, a file or a credential of yours is wrong. `failure` is everything else.',
    '- **Rollback**: whether Shiplock can roll back automatically if a release fails with this code after `migrate` started. If it says *no*, the release waits, and you rerun the job.',
    '',
    '| code | what happened | kind | rollback |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')}\n`;
}
