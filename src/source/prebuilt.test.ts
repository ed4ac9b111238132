import { rm, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceDigest } from '../release/source.ts';
import { TestCheckout } from './checkout.fixture.ts';
import { COMMITTED, OUTPUT } from './prebuilt.fixture.ts';
import { prebuiltOutput } from './prebuilt.ts';

let checkout: TestCheckout;
let commit: string;
const LEFT = { 'node_modules/left/index.js': 'module.exports = 1;\n' };

beforeEach(async () => {
  checkout = await TestCheckout.make(COMMITTED);
  commit = await checkout.commit();
  await checkout.write({ ...OUTPUT, ...LEFT });
});
afterEach(() => checkout.remove());

const prebuilt = (more: { output?: string; include?: string[]; directory?: string } = {}) =>
  prebuiltOutput({
    workspace: checkout.directory,
    directory: more.directory ?? checkout.directory,
    output: checkout.at(more.output ?? '.vercel/output'),
    commit,
    include: more.include ?? [],
  });
const paths = async (of = prebuilt()) => (await of.source.files()).map((file) => file.path);

describe('what is uploaded', () => {
  test('is the output and what its functions name, and nothing of the commit', async () => {
    expect(await paths()).toEqual([...Object.keys(OUTPUT), ...Object.keys(LEFT)].sort());
  });

  test('has a digest over all of it', async () => {
    const files = await prebuilt().source.files();
    expect(await prebuilt().source.digest()).toBe(sourceDigest(files));
    await checkout.write({ '.vercel/output/static/index.html': 'other' });
    expect(await prebuilt().source.digest()).not.toBe(sourceDigest(files));
  });

  test('comes with its contents', async () => {
    const { source } = prebuilt();
    const wanted = (await source.files()).find(({ path }) => path === 'node_modules/left/index.js');
    const read: string[] = [];
    for await (const one of source.contents([wanted?.sha1 ?? '']))
      read.push(await new Response(one.open()).text());
    expect(read).toEqual([LEFT['node_modules/left/index.js']]);
  });

  test('may lie in the folder of the app', async () => {
    const inApp = Object.fromEntries(Object.entries(OUTPUT).map(([name, text]) => [`web/${name}`, text]));
    await checkout.write(inApp);
    const made = prebuilt({ output: 'web/.vercel/output' });
    await made.check('production');
    expect(await paths(made)).toContain('web/.vercel/output/config.json');
  });

  test.each(['.env', 'static/.env.production', 'functions/api.func/id_rsa'])(
    'is refused with %s in it',
    async (name) => {
      await checkout.write({ [`.vercel/output/${name}`]: 'SECRET_KEY=sk_live_12345678901234567890\n' });
      await expect(prebuilt().check('production')).rejects.toMatchObject({ code: 'SHIPLOCK_UPLOAD_REFUSED' });
    },
  );

  test('is refused with a link that leaves it, and without a file that a function needs', async () => {
    await symlink('/etc/passwd', checkout.at('.vercel/output/static/passwd'));
    await expect(prebuilt().check('production')).rejects.toMatchObject({ code: 'SHIPLOCK_UPLOAD_REFUSED' });
    await checkout.git('clean', '-fdx', 'node_modules');
    await expect(prebuilt().check('production')).rejects.toThrow('node_modules/left/index.js');
  });
});

describe('a build that is not of this commit and target', () => {
  const refusal = (of = prebuilt()) =>
    of.check('production').then(
      () => undefined,
      (error: unknown) => error,
    );

  test('passes where nothing was changed', async () => {
    expect(await refusal()).toBeUndefined();
  });

  test('is refused when a file of the commit is changed, or a link now', async () => {
    await checkout.write({ 'app/page.js': 'export default () => "other";\n' });
    expect(await refusal()).toMatchObject({ code: 'SHIPLOCK_PREBUILT_CHANGED' });
    await checkout.git('checkout', 'app/page.js');
    await rm(checkout.at('package.json'));
    await symlink('app/page.js', checkout.at('package.json'));
    expect(await refusal()).toMatchObject({ code: 'SHIPLOCK_PREBUILT_CHANGED' });
  });

  test('is refused when a file of the commit is missing, and says which', async () => {
    await checkout.git('rm', '-q', 'app/page.js');
    expect(await refusal()).toMatchObject({
      code: 'SHIPLOCK_PREBUILT_CHANGED',
      problem: { what: expect.stringContaining('"app/page.js"') },
    });
  });

  test('may have what the settings say that a step makes', async () => {
    await checkout.write({ 'app/page.js': 'export default () => "generated";\n' });
    expect(await refusal(prebuilt({ include: ['app/page.js'] }))).toBeUndefined();
  });

  test.each([
    ['of a preview', { 'builds.json': '{"target":"preview"}' }, 'built for preview'],
    [
      'that failed',
      { 'builds.json': '{"target":"production","error":{"message":"no such page"}}' },
      'no such page',
    ],
    [
      'one of whose builds failed',
      { 'builds.json': '{"target":"production","builds":[{"error":{"message":"exit 1"}}]}' },
      'exit 1',
    ],
    ['of another format', { 'config.json': '{"version":2}' }, 'config.json'],
    ['that is not JSON', { 'config.json': 'x' }, 'not JSON'],
    [
      'whose function cannot be read',
      { 'functions/api.func/.vc-config.json': '{"filePathMap":[1]}' },
      '.vc-config.json',
    ],
  ])('is refused when it is an output %s', async (_, files, words) => {
    await checkout.write(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`.vercel/output/${name}`, text])),
    );
    expect(await refusal()).toMatchObject({
      code: 'SHIPLOCK_PREBUILT_FOLDER',
      problem: { what: expect.stringContaining(words) },
    });
  });

  test.each(['.vercel', 'dist', '../elsewhere/.vercel/output', '.vercel/output/static'])(
    'is refused in the folder %s',
    async (output) => {
      expect(await refusal(prebuilt({ output }))).toMatchObject({ code: 'SHIPLOCK_PREBUILT_FOLDER' });
    },
  );
});

describe('source maps', () => {
  test('are taken out of what is served, and only there', async () => {
    await checkout.write({ '.vercel/output/functions/api.func/index.js.map': '{}' });
    const made = prebuilt();
    expect(await paths(made)).toContain('.vercel/output/static/app.js.map');
    expect(await made.sourceMaps()).toBe(1);
    expect(await made.removeSourceMaps()).toBe(1);
    expect(await made.sourceMaps()).toBe(0);
    expect(await paths(made)).not.toContain('.vercel/output/static/app.js.map');
    expect(await paths(made)).toContain('.vercel/output/functions/api.func/index.js.map');
  });

  test('are known by the ids that Sentry’s tool writes to the end of the scripts', async () => {
    const [one, two] = ['11111111-2222-4333-8444-555555555555', 'ABCDEF01-2222-4333-8444-555555555555'];
    await checkout.write({
      '.vercel/output/static/a.js': `f();\n//# sourceMappingURL=a.js.map\n//# debugId=${one}\n`,
      '.vercel/output/static/chunks/b.mjs': `${'x'.repeat(9_000)}\n//# debugId=${two}`,
      '.vercel/output/static/c.js': `const said = "//# debugId=${one}";`,
      '.vercel/output/static/d.css': `//# debugId=${one.replace('1', '9')}\n`,
    });
    expect(await prebuilt().debugIds()).toEqual([one, two?.toLowerCase()]);
  });
});
