import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { main } from '../../bench/engine.ts';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

test.each([
  ['a connection string that is none', 'db.example:Hunter2', 'SHIPLOCK_DATABASE_URL'],
  ['a server that is not there', 'postgresql://u:Hunter2@127.0.0.1:1/d', 'SHIPLOCK_DATABASE_UNREACHABLE'],
  ['an sslmode that is none', 'postgresql://u:Hunter2@127.0.0.1:1/d?sslmode=on', 'SHIPLOCK_DATABASE_TLS'],
])('%s: the engine on its own prints its error, not its code, and fails', async (_, url, code) => {
  const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-entry-'));
  await mkdir(path.join(workspace, 'supabase/migrations'), { recursive: true });
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  await expect(main({ SHIPLOCK_DATABASE_URL: url, SHIPLOCK_WORKSPACE: workspace })).resolves.toBeUndefined();
  expect(process.exitCode).toBe(1);
  expect(written.join('')).toMatch(new RegExp(`^${code}: `));
  expect(written.join('')).toContain('\nnext: ');
  expect(written.join('')).not.toMatch(/Hunter2|at .*\\.ts|function/);
  await rm(workspace, { recursive: true });
});
