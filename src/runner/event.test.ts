import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { commitOf, runFacts } from './github.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shiplock-event-'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const head = 'a'.repeat(40);
const merge = 'b'.repeat(40);

async function factsWith(event: string | undefined, name = 'pull_request') {
  const file = path.join(folder, 'event.json');
  if (event === undefined) await rm(file, { force: true });
  else await writeFile(file, event);
  vi.stubEnv('GITHUB_EVENT_NAME', name);
  return runFacts({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: file, GITHUB_SHA: merge });
}

test('on a pull request its head is shipped', async () => {
  const event = JSON.stringify({ pull_request: { head: { sha: head } } });
  expect(commitOf({}, await factsWith(event))).toBe(head);
  expect(commitOf({}, await factsWith(event, 'pull_request_target'))).toBe(head);
});

test.each([
  ['not JSON', '{'],
  ['missing', undefined],
  ['null', 'null'],
  ['a list', '[]'],
  ['without a head', '{"pull_request":{}}'],
  ['a head of another kind', '{"pull_request":{"head":{"sha":7}}}'],
  ['a head by its prototype', '{"pull_request":{"head":{"__proto__":{"sha":"x"}}}}'],
  ['a head that is no commit', '{"pull_request":{"head":{"sha":"main\\n::error::x"}}}'],
  ['nested without end', '['.repeat(200_000)],
  ['huge', ' '.repeat((25 << 20) + 1)],
])(
  'attack 17: an event file that is %s is a mistake with a code, and never the merge commit',
  async (_, event) => {
    const facts = await factsWith(event);
    expect(() => commitOf({}, facts)).toThrow('SHIPLOCK_EVENT_FILE');
    expect(commitOf({ commit: head }, facts)).toBe(head);
  },
);

test('attack 17: outside of pull requests the event file is not read', async () => {
  expect(commitOf({}, await factsWith('{', 'push'))).toBe(merge);
});

test.each([
  ['a push', { GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' }, 'main'],
  ['a pull request: its own branch', { GITHUB_REF_NAME: '7/merge', GITHUB_HEAD_REF: 'feat' }, 'feat'],
  ['a tag: none', { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1', GITHUB_HEAD_REF: '' }, undefined],
])('the branch of %s', (_of, env, branch) => {
  const facts = runFacts({ ...env, GITHUB_REPOSITORY: 'acme/shop' });
  expect(facts.branch).toBe(branch);
  expect(facts.remoteUrl).toBe('https://github.com/acme/shop');
});
