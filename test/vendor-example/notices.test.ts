import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Notice } from '../../src/release/ports.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { mattermostNotices } from './notices.ts';

const TOKEN = 'mattermost-token-of-the-test';
const notice: Notice = {
  releaseId: 'rel_1',
  environment: 'production',
  commit: 'c0ffee',
  title: 'Shipping',
  state: 'running',
  phases: [],
  links: [],
};
const opened: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

/** A Mattermost with one channel. The fault strikes the next write after it was done. */
async function server() {
  const posts: Record<string, { id: string; message: string; props: unknown }> = {};
  const faults: ('cut' | { status: number; body?: unknown })[] = [];
  const mattermost = await scriptedServer(({ method, path: at, body }) => {
    if (method === 'GET') return { body: { posts } };
    const id = /posts\/(.+)\/patch/.exec(at)?.[1] ?? `p${Object.keys(posts).length + 1}`;
    posts[id] = { id, message: String(body?.['message']), props: body?.['props'] };
    return faults.shift() ?? { status: 201, body: posts[id] };
  });
  opened.push(mattermost);
  const notices = mattermostNotices({ token: TOKEN, channel: 'c1', url: mattermost.url });
  return { notices, posts, faults, seen: mattermost.seen };
}

test('one post a release, updated in place', async () => {
  const { notices, posts, seen } = await server();
  const ref = await notices.publish(notice, undefined);
  await notices.publish({ ...notice, title: 'Shipped', state: 'succeeded' }, ref);
  expect(Object.values(posts).map(({ message }) => message)).toEqual(['Shipped (succeeded)']);
  expect(seen.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
});

test('a lost answer is not followed by a second post: it looks for its own first', async () => {
  const { notices, posts, faults } = await server();
  faults.push('cut');
  await expect(notices.publish(notice, undefined)).rejects.toMatchObject({
    code: 'SHIPLOCK_VENDOR_UNREACHABLE',
    certainty: 'unknown',
    problem: { notDone: ['it was not asked again'] },
  });
  await notices.publish(notice, undefined);
  expect(Object.keys(posts)).toHaveLength(1);
});

test('a refusal says what to do, and not the token', async () => {
  const { notices, faults } = await server();
  faults.push({ status: 401, body: { message: `bad token ${TOKEN}` } });
  const error = await notices.publish(notice, undefined).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'SHIPLOCK_VENDOR_ACCESS',
    certainty: 'not-done',
    problem: {
      what: 'Could not post the notice of rel_1: Mattermost refuses access with HTTP 401 ({"message":"bad token ***"}).',
      next: 'Set the input mattermost-token to one that Mattermost accepts and that may do this.',
    },
  });
});

test('client and faults take at most 60 lines', async () => {
  const text = await readFile(path.join(import.meta.dirname, 'client.ts'), 'utf8');
  expect(text.split('\n').length).toBeLessThanOrEqual(60);
});
