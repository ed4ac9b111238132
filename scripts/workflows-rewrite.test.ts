import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { rewriteForAct } from '../test/workflows/rewrite.ts';
import { root } from './project.ts';

const home = { repository: 'acme/shiplock', ref: 'a'.repeat(40) };
const expression = (text: string) => `\${{ ${text} }}`;
const rewritten = (text: string) => parse(rewriteForAct(text, home)) as unknown;

test('what act does not know is replaced or left out, the rest stays', () => {
  const text = `
on: push
concurrency: { group: one, queue: max, cancel-in-progress: false }
jobs:
  a:
    environment: { name: production, deployment: false }
    concurrency: { group: two, queue: max }
    timeout-minutes: 5
    steps:
      - uses: $/actions/plan
        with: { queue: max, deployment: false }
      - uses: actions/checkout@${'b'.repeat(40)}
      - run: echo '$/actions/plan'
  c:
    environment: { name: '${expression('inputs.plan-environment')}', deployment: false }
    steps:
      - uses: $/actions/plan
        env: { TOKEN: '${expression('secrets.TOKEN')}', OTHER: '${expression('github.token')}' }
  b:
    environment: staging
    concurrency: three
    uses: $/.github/workflows/x.yml
`;
  expect(rewritten(text)).toEqual({
    on: 'push',
    concurrency: { group: 'one', 'cancel-in-progress': false },
    jobs: {
      a: {
        environment: { name: 'production' },
        concurrency: { group: 'two' },
        'timeout-minutes': 5,
        steps: [
          { uses: `acme/shiplock/actions/plan@${home.ref}`, with: { queue: 'max', deployment: false } },
          { uses: `actions/checkout@${'b'.repeat(40)}` },
          { run: "echo '$/actions/plan'" },
        ],
      },
      c: {
        environment: { name: expression('inputs.plan-environment') },
        steps: [
          {
            uses: `acme/shiplock/actions/plan@${home.ref}`,
            env: {
              TOKEN: expression('fromJSON(secrets.ENVIRONMENTS)[inputs.plan-environment].TOKEN'),
              OTHER: expression('github.token'),
            },
          },
        ],
      },
      b: {
        environment: 'staging',
        concurrency: 'three',
        uses: `acme/shiplock/.github/workflows/x.yml@${home.ref}`,
      },
    },
  });
});

test('anchors are written out', () => {
  const text = 'jobs: { a: { steps: [{ run: x, env: &e { A: 1 } }, { run: y, env: *e }] } }';
  expect(rewriteForAct(text, home)).not.toMatch(/[&*]\w/);
  expect(rewritten(text)).toEqual({
    jobs: {
      a: {
        steps: [
          { run: 'x', env: { A: 1 } },
          { run: 'y', env: { A: 1 } },
        ],
      },
    },
  });
});

test.each(['staging', 'production', 'pull-request'])('%s.yml keeps its steps', async (name) => {
  const text = await readFile(path.join(root, `.github/workflows/${name}.yml`), 'utf8');
  const names = (yaml: string) => [...yaml.matchAll(/name: (.+)/g)].map(([, each]) => each);
  const result = rewriteForAct(text, home);
  expect(names(result)).toEqual(names(text).map((each) => each?.replace(/^'(.*)'$/, '$1')));
  expect(result).not.toMatch(/\$\/|queue:|deployment: false/);
});
