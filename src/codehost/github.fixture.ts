import { afterEach, expect } from 'vitest';
import { type Reply, type Seen, scriptedServer } from '../../test/support/scripted-server.ts';
import type { OutsideCallError } from '../release/errors.ts';
import { githubCodeHost } from './index.ts';

/** A code host in front of a scripted GitHub, for tests. */
export const SHA = 'c0ffee'.padEnd(40, '1');
export const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
export const TOKEN = 'ghs_secret_of_the_test';
export const ROOT = '/repos/acme/shop';
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

export async function github(
  script: (seen: Seen) => Reply | undefined,
  { deadlineMs = 20_000, ...more }: { actorLogin?: string; deadlineMs?: number } = {},
) {
  const server = await scriptedServer((seen) => script(seen) ?? origins(seen));
  opened.push(server);
  const pace = { firstPauseMs: 1, deadlineMs, longestWaitMs: 2_000 };
  const host = githubCodeHost({ token: TOKEN, repository: 'acme/shop', apiUrl: server.url, pace, ...more });
  return { server, host };
}

/** Unless the script says otherwise, comments were written on the page and never edited. */
function origins({ path, body }: Seen): Reply | undefined {
  const { ids } = (body?.['variables'] ?? {}) as { ids?: readonly string[] };
  if (path !== '/graphql' || !ids) return undefined;
  return { body: { data: { nodes: ids.map((id) => ({ id, createdViaEmail: false, lastEditedAt: null })) } } };
}

/** Answers by `METHOD path` below the repository. */
export function table(rows: Record<string, Reply | ((seen: Seen) => Reply)>) {
  return (seen: Seen): Reply | undefined => {
    const row = rows[`${seen.method} ${seen.path.replace(ROOT, '')}`];
    return typeof row === 'function' ? row(seen) : row;
  };
}

export async function failureOf(promise: Promise<unknown>): Promise<OutsideCallError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  expect(String(error) + JSON.stringify((error as OutsideCallError).problem)).not.toContain(TOKEN);
  return error as OutsideCallError;
}
