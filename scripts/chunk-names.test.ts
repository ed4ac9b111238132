import { expect, test } from 'vitest';
import { type ChunkStats, chunkNames } from './chunk-names.ts';

type Chunk = ChunkStats['chunks'][number];

const chunk = (id: number, modules: Chunk['modules'], origins: Chunk['origins'] = []): Chunk => ({
  id,
  entry: false,
  files: [`${id}.index.js`],
  origins,
  modules,
});
const names = (...chunks: readonly Chunk[]) => Object.fromEntries(chunkNames({ chunks: [...chunks] }));
const asked = (request: string, moduleName = './build/entry.js') => ({ request, moduleName });

test('a chunk is called by the module that was asked for', () => {
  expect(
    names(
      chunk(1, [{ name: './build/actions/plan/main.js', size: 9 }], [asked('./actions/plan/main.js')]),
      chunk(
        2,
        [{ name: './build/src/hosting/index.js', size: 9 }],
        [asked('../hosting/index.js', './build/src/runner/compose.js')],
      ),
      chunk(3, [{ name: './node_modules/@octokit/rest/dist/index.js', size: 9 }], [asked('@octokit/rest')]),
    ),
  ).toEqual({ '1.index.js': 'actions-plan.js', '2.index.js': 'hosting.js', '3.index.js': 'octokit-rest.js' });
});

test('what several ask for is called by what is largest in it', () => {
  const shared = [
    { name: './build/src/a.js', size: 1 },
    { name: './node_modules/zod/v4/core/schemas.js', size: 100 },
  ];
  expect(names(chunk(7, shared, [asked('./b.js')]))).toEqual({ '7.index.js': 'shared-zod.js' });
});

test('two chunks of one module are told apart by who asks, whatever their numbers', () => {
  const plan = [{ name: './build/actions/plan/main.js', size: 9 }];
  const first = chunk(5, [...plan, { name: './build/src/x.js', size: 5 }], [asked('./actions/plan/main.js')]);
  const second = chunk(4, plan, [asked('../../actions/plan/main.js', './build/src/cli/commands.js')]);
  const expected = ['actions-plan.js', 'actions-plan-for-cli-commands.js'];
  expect(Object.values(names(first, second)).toSorted()).toEqual(expected.toSorted());
  expect(names(first, second)['5.index.js']).toBe('actions-plan.js');
  expect(names(second, { ...first, id: 99, files: ['99.index.js'] })['99.index.js']).toBe('actions-plan.js');
});

test('no two chunks have one name', () => {
  const same = (id: number) => chunk(id, [{ name: './build/src/a.js', size: 1 }]);
  expect(new Set(Object.values(names(same(1), same(2), same(3)))).size).toBe(3);
});

test('modules that the bundler joined are looked into', () => {
  const joined = [
    {
      name: './build/src/a.js + 1 modules',
      size: 12,
      modules: [
        { name: './build/src/a.js', size: 2 },
        { name: './build/src/larger.js', size: 10 },
      ],
    },
  ];
  expect(names(chunk(1, joined))).toEqual({ '1.index.js': 'shared-larger.js' });
});
