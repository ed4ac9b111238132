import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceDigest } from '../release/source.ts';
import { TestCheckout } from './checkout.fixture.ts';
import { gitSource } from './index.ts';

let checkout: TestCheckout;
let commit: string;

const sha1 = (contents: string) => createHash('sha1').update(contents).digest('hex');
const digestOf = (files: Readonly<Record<string, string>>) =>
  sourceDigest(Object.entries(files).map(([file, contents]) => ({ path: file, sha1: sha1(contents) })));
const source = (folder = '.', at = commit) =>
  gitSource({ workspace: checkout.directory, directory: checkout.at(folder), commit: at });

beforeEach(async () => {
  checkout = await TestCheckout.make({
    'package.json': '{}',
    'app/page.js': 'export default 1;\n',
    'app/empty.js': '',
    'web/index.js': 'export default 1;\n',
    'web/deep/er/ünïcode 名.js': 'x',
  });
  commit = await checkout.commit();
});
afterEach(() => checkout.remove());

describe('the digest of a commit', () => {
  test('is over its paths and contents', async () => {
    expect(await source('app').digest()).toBe(digestOf({ 'page.js': 'export default 1;\n', 'empty.js': '' }));
  });

  test('of a folder inside of the repository has paths that begin there', async () => {
    expect(await source('web').digest()).toBe(
      digestOf({ 'index.js': 'export default 1;\n', 'deep/er/ünïcode 名.js': 'x' }),
    );
  });

  test('does not see what was changed, added or deleted in the working tree', async () => {
    const before = await source().digest();
    await checkout.write({ 'package.json': '{"changed":true}', 'app/new.js': 'new' });
    await rm(checkout.at('web'), { recursive: true });
    expect(await source().digest()).toBe(before);
    expect(await source('web').digest()).toBe(
      digestOf({ 'index.js': 'export default 1;\n', 'deep/er/ünïcode 名.js': 'x' }),
    );
  });

  test('is the one of that commit, whatever is checked out', async () => {
    const before = await source('app').digest();
    await checkout.write({ 'app/page.js': 'export default 2;\n' });
    const next = await checkout.commit('next');
    expect(await source('app', commit).digest()).toBe(before);
    expect(await source('app', next).digest()).not.toBe(before);
  });

  test('holds for a large file that comes in many pieces', async () => {
    const large = 'abcdefghij'.repeat(500_000);
    await checkout.write({ 'big/large.bin': large });
    commit = await checkout.commit('large');
    expect(await source('big').digest()).toBe(digestOf({ 'large.bin': large }));
  });
});

describe('attack 18: what is deployed need not be the commit', () => {
  test('a replacement ref does not put other files behind the commit', async () => {
    const before = await source().digest();
    await checkout.write({ 'app/page.js': 'steal();\n' });
    const evil = await checkout.commit('evil');
    await checkout.git('replace', commit, evil);
    expect(await source().digest()).toBe(before);
  });

  test('an object that was exchanged in .git is noticed', async () => {
    const [good, evil] = await Promise.all(
      ['export default 1;\n', 'steal();\n'].map(async (text, index) => {
        await writeFile(checkout.at(`blob-${index}`), text);
        return checkout.git('hash-object', '-w', `blob-${index}`);
      }),
    );
    const file = (oid: string | undefined) =>
      checkout.at(`.git/objects/${oid?.slice(0, 2)}/${oid?.slice(2)}`);
    await rm(file(good), { force: true });
    await checkout.git('cat-file', 'blob', evil!);
    const { copyFile } = await import('node:fs/promises');
    await copyFile(file(evil), file(good));
    await expect(source().digest()).rejects.toMatchObject({
      code: 'SHIPLOCK_UPLOAD_NO_COMMIT',
      problem: { what: expect.stringContaining(good!) },
    });
  });

  test('nothing that the repository configures is run', async () => {
    const trace = checkout.at('ran');
    const script = checkout.at('run.sh');
    await writeFile(script, `#!/bin/sh\necho "$0" >> '${trace}'\n`, { mode: 0o755 });
    for (const setting of [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'diff.external',
      'filter.x.smudge',
    ])
      await checkout.git('config', setting, script);
    await checkout.git('config', 'core.hooksPath', checkout.directory);
    await checkout.write({ '.gitattributes': '* filter=x diff=x\n' });
    await checkout.git('config', 'diff.x.textconv', script);
    await source().digest();
    expect(await readdir(checkout.directory)).not.toContain('ran');
  });

  test('objects that a partial clone left out are not fetched, and that is said', async () => {
    const clone = await mkdtemp(path.join(tmpdir(), 'shiplock-partial-'));
    try {
      await checkout.git('config', 'uploadpack.allowFilter', 'true');
      await checkout.git(
        'clone',
        '--quiet',
        '--no-checkout',
        '--filter=blob:none',
        `file://${checkout.directory}`,
        clone,
      );
      const partial = gitSource({ workspace: clone, directory: clone, commit });
      await expect(partial.digest()).rejects.toMatchObject({
        code: 'SHIPLOCK_UPLOAD_NO_COMMIT',
        problem: { what: expect.stringMatching(/lacks object [0-9a-f]{40}/) },
      });
    } finally {
      await rm(clone, { recursive: true });
    }
  });

  test('a folder that is not a checkout is refused, with what to do', async () => {
    const plain = await mkdtemp(path.join(tmpdir(), 'shiplock-plain-'));
    try {
      await mkdir(path.join(plain, 'app'));
      const error = gitSource({ workspace: plain, directory: path.join(plain, 'app'), commit }).digest();
      await expect(error).rejects.toMatchObject({
        code: 'SHIPLOCK_UPLOAD_NO_COMMIT',
        kind: 'configuration',
        problem: { next: expect.stringContaining('actions/checkout') },
      });
    } finally {
      await rm(plain, { recursive: true });
    }
  });

  test('a checkout that does not hold the commit is refused', async () => {
    await expect(source('.', 'a'.repeat(40)).digest()).rejects.toMatchObject({
      code: 'SHIPLOCK_UPLOAD_NO_COMMIT',
      problem: { what: expect.stringContaining('a'.repeat(40)) },
    });
  });

  test('a tag is not a commit', async () => {
    await checkout.git('tag', '-a', 'v1', '-m', 'v1');
    const tag = await checkout.git('rev-parse', 'v1');
    await expect(source('.', tag).digest()).rejects.toThrow('is a tag, not a commit');
  });

  test('a checkout in a folder of the workspace is found', async () => {
    const workspace = path.dirname(checkout.directory);
    const inside = gitSource({ workspace, directory: checkout.at('web'), commit });
    expect(await inside.digest()).toBe(await source('web').digest());
  });

  test('a folder outside of the checkout is refused', async () => {
    await expect(source('..').digest()).rejects.toThrow('outside the checkout');
  });
});
