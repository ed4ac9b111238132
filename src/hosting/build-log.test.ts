import { describe, expect, test } from 'vitest';
import { lines, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { accepts, stage } from './stage.fixture.ts';

vercelForEachTest();

describe('the build log', () => {
  test('the build log is said as the build runs, each line once', async () => {
    accepts('BUILDING');
    const log = [
      { created: 1, text: 'Installing\n' },
      { created: 2, text: '\u001b[32mCompiling\u001b[39m\n::set-output name=x::y' },
    ];
    let looks = 0;
    vercel.on('GET /v3/deployments/*/events', ({ query }) => {
      looks += 1;
      if (looks === 2) log.push({ created: 2, text: 'Compiled' }, { created: 3, text: 'Done' });
      if (looks === 3) shop.deployments['dpl_n'] = { ...shop.deployments['dpl_n'], readyState: 'READY' };
      // An answer may begin earlier than was asked for.
      return { json: log.filter(({ created }) => created >= Number(query.get('since') ?? 0) - 1) };
    });
    expect((await stage()).state).toBe('ready');
    expect(lines.filter((line) => line.startsWith('build log: '))).toEqual(
      ['Installing', 'Compiling', '::set-output name=x::y', 'Compiled', 'Done'].map(
        (line) => `build log: ${line}`,
      ),
    );
    expect(lines.every((line) => !line.startsWith('::'))).toBe(true);
  });

  test('the last lines of a build are said, and where all of it is', async () => {
    accepts('BUILDING', { inspectorUrl: 'https://vercel.com/acme/shop/n' });
    const log = [{ created: 1, text: 'Compiling' }];
    vercel.on('GET /v3/deployments/*/events', () => {
      const json = [...log];
      shop.deployments['dpl_n'] = { ...shop.deployments['dpl_n'], readyState: 'READY' };
      log.push({ created: 2, text: 'Build completed' });
      return { json };
    });
    await stage();
    expect(lines.filter((line) => line.startsWith('build log: '))).toEqual([
      'build log: Compiling',
      'build log: Build completed',
    ]);
    expect(lines.filter((line) => line.includes('https://vercel.com/acme/shop/n'))).toEqual([
      'dpl_n: its page with the build log is https://vercel.com/acme/shop/n',
    ]);
  });

  test('a build log that cannot be read as the build runs is not asked for again', async () => {
    accepts('BUILDING');
    vercel.on('GET /v3/deployments/*/events', { status: 500 });
    let reads = 0;
    vercel.on('GET /v13/deployments/dpl_n', () => {
      reads += 1;
      return { json: { ...shop.deployments['dpl_n'], readyState: reads < 4 ? 'BUILDING' : 'READY' } };
    });
    expect((await stage()).state).toBe('ready');
    expect(vercel.count('GET /v3/deployments/')).toBe(1);
  });

  test('a build log that cannot be read leaves the failure as it is', async () => {
    accepts('ERROR', { errorCode: 'BUILD_FAILED', errorMessage: 'exit 1' });
    vercel.on('GET /v3/deployments/*/events', { status: 404, json: {} });
    const staged = await stage();
    expect([staged.state, staged.failure, staged.log]).toEqual(['failed', 'BUILD_FAILED: exit 1', undefined]);
  });
});
