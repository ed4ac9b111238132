import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { World } from './world.ts';

const BIN = path.resolve(import.meta.dirname, '../../node_modules/.bin');

/** Runs the commands of an advice as they stand; `psql` is not on every machine, so its statements are run for it. */
export async function paste(w: World, next: string): Promise<void> {
  const commands = next.split('\n').filter((line) => /^(?:supabase|psql) /.test(line));
  expect(commands).not.toEqual([]);
  const folder = path.join(w.workspace, 'bin');
  mkdirSync(folder, { recursive: true });
  const kept = path.join(folder, 'statements');
  writeFileSync(
    path.join(folder, 'psql'),
    `#!/bin/sh\nfor each in "$@"; do printf '%s\\n' "$each"; done > "${kept}"\n`,
  );
  chmodSync(path.join(folder, 'psql'), 0o755);
  for (const command of commands) {
    const env = {
      ...process.env,
      PATH: `${folder}:${BIN}:${process.env['PATH']}`,
      DATABASE_URL: w.url,
      DO_NOT_TRACK: '1',
    };
    await promisify(execFile)('bash', ['-c', command], { cwd: w.workspace, env });
    if (!command.startsWith('psql')) continue;
    const [url, ...words] = readFileSync(kept, 'utf8').trimEnd().split('\n');
    expect(url).toBe(w.url);
    for (const word of words.filter((each) => !each.startsWith('-'))) await w.query(word);
  }
}
