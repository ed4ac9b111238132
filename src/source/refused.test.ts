import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ShiplockError } from '../release/errors.ts';
import { TestCheckout } from './checkout.fixture.ts';
import { gitSource, type SourceOptions } from './index.ts';

let checkout: TestCheckout;

beforeEach(async () => {
  checkout = await TestCheckout.make({ 'web/index.js': 'export default 1;\n', 'README.md': '# here\n' });
});
afterEach(() => checkout.remove());

const source = (commit: string, options: Partial<SourceOptions> = {}) =>
  gitSource({ workspace: checkout.directory, directory: checkout.at('web'), commit, ...options });

/** The names that would be uploaded. */
async function uploaded(options: Partial<SourceOptions> = {}): Promise<string[]> {
  return (await source(await checkout.commit(), options).files()).map(({ path }) => path);
}

async function problem(options: Partial<SourceOptions> = {}) {
  const error = await uploaded(options).then(
    (names) => expect.fail(`uploaded ${names.join(', ')}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ShiplockError)) throw error;
  return error.problem;
}

describe('attack 18: files that look secret are refused', () => {
  test('all of them at once, each by its name, in the error, its places and its evidence', async () => {
    const names = ['.env', '.npmrc', 'id_rsa', 'a/server.pem', 'prod.dump'];
    for (const name of names)
      await checkout.write({ [`web/${name}`]: name === '.npmrc' ? '_authToken=x' : 'x' });
    await symlink('../../README.md', checkout.at('web/out'));
    const { code, what, places, evidence, next, notDone } = await problem();
    expect(code).toBe('SHIPLOCK_UPLOAD_REFUSED');
    expect(notDone).toEqual(['nothing was uploaded']);
    expect(next).toContain('allowFiles');
    expect(what).toContain('6 files of "web"');
    for (const name of [...names, 'out']) {
      expect(what).toContain(JSON.stringify(name));
      expect(evidence).toContain(JSON.stringify(name));
    }
    expect(places?.map(({ file }) => file).toSorted()).toEqual(
      [...names, 'out'].map((n) => `web/${n}`).toSorted(),
    );
  });

  test('one that is allowed by its name is uploaded, and its reason is said', async () => {
    await checkout.write({ 'web/.env': 'NEXT_PUBLIC_A=1', 'web/sub/.env': 'A=1' });
    const said: string[] = [];
    const allowFiles = [{ path: '.env', reason: 'only public defaults' }];
    const { what } = await problem({ allowFiles, say: (line) => said.push(line) });
    expect(what).toContain('1 file of "web" must not be uploaded: "sub/.env"');
    expect(said.join()).toContain('only public defaults');
    expect(await uploaded({ allowFiles: [...allowFiles, { path: 'sub/.env', reason: 'the same' }] })).toEqual(
      ['.env', 'index.js', 'sub/.env'],
    );
  });
});

describe('attack 18: only the commit is uploaded', () => {
  test('not what git ignores, not what is not committed, and a FIFO is not waited for', async () => {
    await checkout.write({ 'web/.gitignore': '.env\ndist/\n', 'web/.env': 'A=1', 'web/dist/x.js': 'x' });
    const commit = await checkout.commit();
    await checkout.write({ 'web/new.js': 'not committed' });
    execFileSync('mkfifo', [checkout.at('web/fifo')]);
    expect((await source(commit).files()).map(({ path }) => path)).toEqual(['.gitignore', 'index.js']);
  });

  test('what app.exclude and .vercelignore leave out is neither uploaded nor refused', async () => {
    await checkout.write({
      'web/.vercelignore': './drafts\n*.md\n!keep.md\n',
      'web/drafts/a.txt': 'x',
      'web/notes.md': 'x',
      'web/keep.md': 'x',
      'web/fixtures/.env': 'A=1',
      'web/fixtures/dump.sql': 'x',
    });
    const all = await uploaded({ exclude: ['fixtures/'] });
    expect(all).toEqual(['.vercelignore', 'index.js', 'keep.md']);
  });

  test('what is left out is not in the digest', async () => {
    const commit = await checkout.commit();
    const before = await source(commit).digest();
    await checkout.write({ 'web/more.md': 'x' });
    const next = await checkout.commit();
    expect(await source(next).digest()).not.toBe(before);
    expect(await source(next, { exclude: ['*.md'] }).digest()).toBe(before);
  });

  test('names that are not UTF-8 are refused, written out', async () => {
    await writeFile(Buffer.concat([Buffer.from(checkout.at('web/caf')), Buffer.from([0xe9])]), 'x');
    const { what, places } = await problem();
    expect(what).toContain('"caf<e9>" has a name that is not UTF-8');
    expect(places).toEqual([]);
  });

  test('a name with control characters, quotes or markup is shown harmlessly', async () => {
    await checkout.write({ 'web/a\n::error::b/.env': 'A=1', 'web/`@team`\u202e/.env': 'A=1' });
    const { what, evidence } = await problem();
    expect(what).toContain('"a\\n::error::b/.env"');
    expect(`${what}${evidence}`).not.toContain('\u202e');
    expect(evidence?.split('\n').some((line) => line.startsWith('::'))).toBe(false);
  });

  test.each(['..', '.git', '.GIT', '.'])('a tree that names an entry %s is refused', async (name) => {
    const blob = await checkout.git('hash-object', '-w', 'README.md');
    const raw = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
    await writeFile(checkout.at('raw'), raw);
    const web = await checkout.git('hash-object', '-t', 'tree', '--literally', '-w', 'raw');
    await writeFile(checkout.at('raw'), Buffer.concat([Buffer.from('40000 web\0'), Buffer.from(web, 'hex')]));
    const tree = await checkout.git('hash-object', '-t', 'tree', '--literally', '-w', 'raw');
    const commit = await checkout.git('commit-tree', tree, '-m', 'strange');
    await expect(source(commit).files()).rejects.toMatchObject({
      code: 'SHIPLOCK_UPLOAD_REFUSED',
      problem: { what: expect.stringContaining(JSON.stringify(name)) },
    });
  });

  test('a submodule is refused by name, unless it is left out or its folder is included', async () => {
    const inner = await TestCheckout.make({ 'lib.js': 'x' });
    try {
      await inner.commit();
      await checkout.git(
        '-c',
        'protocol.file.allow=always',
        'submodule',
        '--quiet',
        'add',
        inner.directory,
        'web/lib',
      );
      expect((await problem()).what).toContain('"lib" is a submodule');
      expect(await uploaded({ exclude: ['lib'] })).toEqual(['index.js']);
      expect(await uploaded({ include: ['lib'] })).toContain('lib/lib.js');
    } finally {
      await inner.remove();
    }
  });
});

describe('attack 18: links', () => {
  test.each([
    ['out', '../README.md', 'leaves the folder'],
    ['deep/out', '../../README.md', 'leaves the folder'],
    ['out', 'deep/../../README.md', 'leaves the folder'],
    ['out', '/etc/passwd', 'is absolute'],
    ['out', 'C:/x', 'is absolute'],
    ['out', '..\\README.md', 'is absolute'],
    ['out', 'here/../README.md', 'leaves the folder'],
    ['out', 'out', 'is circular'],
    ['out', '..', 'leaves the folder'],
  ])('%s -> %s is refused', async (name, target, why) => {
    await mkdir(checkout.at('web/deep'));
    await symlink('.', checkout.at('web/here'));
    await symlink(target, checkout.at(`web/${name}`));
    const { what } = await problem();
    expect(what).toContain(`${JSON.stringify(name)} is a link to ${JSON.stringify(target)}, which ${why}`);
  });

  test.each(['index.js', 'deep/../index.js', './index.js', 'nowhere.js', '.'])(
    'a link to %s stays inside, and is uploaded as a link',
    async (target) => {
      await mkdir(checkout.at('web/deep'));
      await symlink(target, checkout.at('web/link'));
      const files = await source(await checkout.commit()).files();
      expect(files.find(({ path }) => path === 'link')).toMatchObject({
        mode: 0o120000,
        size: target.length,
        sha1: createHash('sha1').update(target).digest('hex'),
      });
    },
  );
});

describe('what app.include names', () => {
  test('is taken from the working tree, ignored by git or not, in place of what is committed', async () => {
    await checkout.write({ 'web/.gitignore': 'gen/\n', 'web/gen/a.js': '1', 'web/version.json': '{"v":0}' });
    const commit = await checkout.commit();
    await checkout.write({
      'web/version.json': '{"v":1}',
      'web/gen/node_modules/x.js': 'x',
      'web/gen/.git/config': 'x',
    });
    await chmod(checkout.at('web/gen/a.js'), 0o755);
    const files = await source(commit, { include: ['gen', 'version.json'] }).files();
    expect(files.map(({ path, mode }) => [path, mode.toString(8)])).toEqual([
      ['.gitignore', '100644'],
      ['gen/a.js', '100755'],
      ['index.js', '100644'],
      ['version.json', '100644'],
    ]);
    expect(files.at(-1)?.sha1).toBe(createHash('sha1').update('{"v":1}').digest('hex'));
  });

  test('attack 18: is refused by name where it is a FIFO, a socket, secret, a link out, not UTF-8, or not there', async () => {
    await mkdir(checkout.at('web/gen'));
    execFileSync('mkfifo', [checkout.at('web/gen/fifo')]);
    const server = createServer().listen(checkout.at('web/gen/socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    await symlink('../../README.md', checkout.at('web/gen/out'));
    await writeFile(checkout.at('web/gen/.env'), 'A=1');
    await writeFile(Buffer.concat([Buffer.from(checkout.at('web/gen/')), Buffer.from([0xff])]), 'x');
    await mkdir(checkout.at('elsewhere'));
    await symlink('../elsewhere', checkout.at('web/through'));
    await writeFile(checkout.at('web/.gitignore'), 'gen\nthrough\n');
    try {
      const { what } = await problem({ include: ['gen', 'absent.js', 'through/x'] });
      for (const said of [
        '"gen/fifo" is a FIFO',
        '"gen/socket" is a socket',
        '"gen/out" is a link to "../../README.md", which leaves the folder',
        '"gen/.env" looks like environment variables',
        '"gen/<ff>" has a name that is not UTF-8',
        '"absent.js" is named by app.include, but does not exist',
        '"through/x" is named by app.include, but is behind the link "through"',
      ])
        expect(what).toContain(said);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('may be a folder that the commit does not have', async () => {
    const commit = await checkout.commit();
    await checkout.write({ 'site/index.html': '<p>', 'site/.gitignore': '*' });
    const made = { directory: checkout.at('site'), include: ['.'] };
    expect((await source(commit, made).files()).map(({ path }) => path)).toEqual([
      '.gitignore',
      'index.html',
    ]);
  });

  test('cannot make one name a file and a folder', async () => {
    await checkout.write({ 'web/gen': 'a file' });
    const commit = await checkout.commit();
    await rm(checkout.at('web/gen'));
    await checkout.write({ 'web/gen/a.js': 'x' });
    await expect(source(commit, { include: ['gen/a.js'] }).files()).rejects.toThrow(
      '"gen" is both a file and a folder',
    );
  });
});

describe('files that Git LFS keeps', () => {
  const contents = 'a large picture';
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash('sha256').update(contents).digest('hex')}\nsize ${contents.length}\n`;

  test('are uploaded with the contents that the commit names', async () => {
    await checkout.write({ 'web/picture.png': pointer });
    const commit = await checkout.commit();
    await checkout.write({ 'web/picture.png': contents });
    const files = await source(commit).files();
    expect(files.find(({ path }) => path === 'picture.png')).toMatchObject({
      sha1: createHash('sha1').update(contents).digest('hex'),
      size: contents.length,
    });
  });

  test.each([
    ['were not fetched', pointer],
    ['are others', 'another picture'],
  ])('are refused where the contents here %s', async (_what, here) => {
    await checkout.write({ 'web/picture.png': pointer });
    const commit = await checkout.commit();
    await checkout.write({ 'web/picture.png': here });
    await expect(source(commit).files()).rejects.toThrow('"picture.png" is kept in Git LFS');
  });
});

describe('attack 18: a folder that is not there is told as such', () => {
  test.each([
    ['nowhere', 'there is no such folder'],
    ['README.md', 'it is a file there'],
    ['made', 'the folder exists, but no file in it is committed'],
  ])('%s: %s', async (folder, why) => {
    const commit = await checkout.commit();
    await mkdir(checkout.at('made'));
    await expect(source(commit, { directory: checkout.at(folder) }).files()).rejects.toMatchObject({
      code: 'SHIPLOCK_UPLOAD_FOLDER',
      problem: { what: expect.stringContaining(why), next: expect.stringContaining('app.directory') },
    });
  });

  test('so is one of which nothing is left', async () => {
    const what = (await problem({ exclude: ['*'] })).what;
    expect(what).toContain('app.exclude or .vercelignore exclude everything in it (1 file)');
  });
});

describe('contents', () => {
  test('are what was hashed: small, empty, executable, large, twice the same', async () => {
    const large = 'abcdefgh'.repeat(1_000_000);
    await checkout.write({
      ...{ 'web/large.bin': large, 'web/empty': '', 'web/a.txt': 'same', 'web/b.txt': 'same' },
      'web/gen.bin': large.toUpperCase(),
    });
    await symlink('index.js', checkout.at('web/link'));
    const commit = await checkout.commit();
    const read = source(commit, { include: ['gen.bin'] });
    const files = await read.files();
    const seen: string[] = [];
    for await (const { sha1, size, open } of read.contents(files.map((file) => file.sha1))) {
      for (const _again of [1, 2]) {
        const bytes = Buffer.from(await new Response(open()).arrayBuffer());
        expect(bytes.length).toBe(size);
        expect(createHash('sha1').update(bytes).digest('hex')).toBe(sha1);
      }
      seen.push(sha1);
    }
    expect(seen.toSorted()).toEqual([...new Set(files.map(({ sha1 }) => sha1))].toSorted());
  });
});
