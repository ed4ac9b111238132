import { describe, expect, test } from 'vitest';
import { sourceDigest } from '../release/source.ts';
import { hosting, say, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { caught } from './scripted.ts';

/** What is staged already: found again by its release, told from others by the files it has. */

vercelForEachTest();

const lists = (rows: unknown[]) =>
  vercel.on('GET /v6/deployments', { json: { deployments: rows, pagination: { next: null } } });

describe('findStaged', () => {
  const row = (uid: string, created: number, release: string, state = 'READY') => ({
    ...{ uid, created, state, meta: { shiplockReleaseId: release } },
  });

  test('does not trust the filter, and follows pages', async () => {
    vercel.on('GET /v6/deployments', ({ query }) => ({
      json: query.get('until')
        ? { deployments: [row('dpl_b', 1, 'rel_b')] }
        : { deployments: [row('dpl_a', 9, 'rel_a')], pagination: { next: 5 } },
    }));
    expect((await hosting().findStaged('rel_b', say))?.id).toBe('dpl_b');
  });

  test('of several it takes the oldest that did not fail', async () => {
    lists([row('dpl_x', 1, 'rel_b', 'ERROR'), row('dpl_y', 3, 'rel_b'), row('dpl_b', 2, 'rel_b')]);
    expect((await hosting().findStaged('rel_b', say))?.id).toBe('dpl_b');
  });

  test('believes in absence only after several looks', async () => {
    lists([]);
    expect(await hosting().findStaged('rel_b', say)).toBeUndefined();
    expect(vercel.count('GET /v6/deployments')).toBe(3);
  });
});

describe('the digest of what a deployment holds', () => {
  const uid = (digit: string) => digit.repeat(40);
  const file = (name: string, digit: string, more = {}) => ({
    ...{ name, type: 'file', mode: 33188, uid: uid(digit), ...more },
  });
  const folder = (name: string, ...children: unknown[]) => ({
    ...{ name, type: 'directory', mode: 16877, children },
  });
  const answers = (tree: unknown) => vercel.on('GET /v6/deployments/*/files', { json: tree });
  const expected = sourceDigest([
    { path: 'package.json', sha1: uid('a') },
    { path: 'app/page.js', sha1: uid('b') },
    { path: 'app/link.js', sha1: uid('c') },
  ]);
  const source = [
    file('package.json', 'a'),
    folder('app', file('page.js', 'b'), file('link.js', 'c', { type: 'symlink' })),
  ];

  test.each([
    ['with what the build made beside it', [folder('src', ...source), folder('out', file('x', 'd'))]],
    ['before it was built', [folder('src', ...source)]],
    ['as the reference shows it', source],
  ])('is over the files that Vercel lists, %s', async (_how, tree) => {
    answers(tree);
    expect(await hosting().sourceDigest('dpl_b')).toBe(expected);
  });

  test('a folder of the app that is called src is not unpacked when it is not alone', async () => {
    answers([folder('src', file('page.js', 'a')), file('package.json', 'b')]);
    expect(await hosting().sourceDigest('dpl_b')).toBe(
      sourceDigest([
        { path: 'src/page.js', sha1: uid('a') },
        { path: 'package.json', sha1: uid('b') },
      ]),
    );
  });

  test('is found by a host name too', async () => {
    answers([folder('src', ...source)]);
    shop.deployments['b.example'] = shop.deployments['dpl_b']!;
    expect(await hosting().sourceDigest('b.example')).toBe(expected);
    expect(await hosting().sourceDigest('nobody.example')).toBeUndefined();
  });

  test.each([
    ['404', { status: 404, json: { error: { code: 'not_found' } } }],
    ['an empty list', { json: [] }],
    ['an empty source', { json: [{ name: 'src', type: 'directory', mode: 16877, children: [] }] }],
  ])('is not known for %s', async (_what, reply) => {
    vercel.on('GET /v6/deployments/*/files', reply);
    expect(await hosting().sourceDigest('dpl_b')).toBeUndefined();
  });

  test.each([
    ['a file without a digest', [{ name: 'page.js', type: 'file', mode: 33188 }]],
    ['an entry of another kind', [{ name: 'page', type: 'lambda', mode: 33188, uid: uid('a') }]],
    ['a digest that is not one', [file('page.js', 'x')]],
    ['a name that is a path', [file('../page.js', 'a')]],
    ['no list', { files: [] }],
  ])('%s is an error, and never a digest of the rest', async (_what, tree) => {
    answers(tree);
    expect(await caught(hosting({ pace: { readTries: 1 } }).sourceDigest('dpl_b'))).toMatchObject({
      code: 'SHIPLOCK_VERCEL_ANSWER',
    });
  });
});
