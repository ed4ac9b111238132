import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { sentryErrorTracker } from './index.ts';

const TOKEN = 'sntrys_secret_of_the_test';
const pace = { tries: 4, firstPauseMs: 1, deadlineMs: 20_000, longestWaitMs: 1_000 };

describe('sentry-cli', () => {
  const options = { token: TOKEN, org: 'acme', project: 'shop', apiUrl: 'http://127.0.0.1:1', pace };

  it('is asked for by name when it is nowhere', async () => {
    const workspace = await temporaryFolder();
    const before = process.env['PATH'];
    process.env['PATH'] = workspace;
    try {
      const upload = sentryErrorTracker({ ...options, workspace }).uploadSourceMaps({
        version: '1',
        directory: workspace,
        say: () => undefined,
      });
      await expect(upload).rejects.toMatchObject({
        code: 'SHIPLOCK_SENTRY_CLI_MISSING',
        kind: 'configuration',
      });
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('gets the token in its environment only, and nothing of ours that it does not need', async () => {
    const workspace = await temporaryFolder();
    const bin = path.join(workspace, 'node_modules/.bin');
    await mkdir(bin, { recursive: true });
    const tool = path.join(bin, 'sentry-cli');
    await writeFile(
      tool,
      `#!/bin/sh\necho "$@" >> ${workspace}/argv\nenv > ${workspace}/env\necho "error: bad $SENTRY_AUTH_TOKEN" >&2\nexit 3\n`,
    );
    await chmod(tool, 0o755);
    // npm puts the project's own sentry-cli on the PATH, and what is there comes first.
    vi.stubEnv('PATH', '/usr/bin:/bin');
    vi.stubEnv('SHIPLOCK_TEST_OTHER_SECRET', 'other');
    const upload = sentryErrorTracker({ ...options, workspace }).uploadSourceMaps({
      version: '1',
      directory: bin,
      say: () => undefined,
    });
    const error = await upload.catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(error).toMatchObject({ code: 'SHIPLOCK_SENTRY_CLI_FAILED', certainty: 'not-done', status: '3' });
    expect(String(error)).toContain('error: bad ***');
    expect(await readFile(path.join(workspace, 'argv'), 'utf8')).not.toContain(TOKEN);
    const env = await readFile(path.join(workspace, 'env'), 'utf8');
    expect(env).toContain(`SENTRY_AUTH_TOKEN=${TOKEN}`);
    expect(env).not.toContain('SHIPLOCK_TEST_OTHER_SECRET');
  });

  it('is ended when it waits for what never comes', async () => {
    const workspace = await temporaryFolder();
    const bin = path.join(workspace, 'node_modules/.bin');
    await mkdir(bin, { recursive: true });
    const tool = path.join(bin, 'sentry-cli');
    await writeFile(tool, `#!/bin/sh\n[ "$2" = inject ] || exec sleep 600\n`);
    await chmod(tool, 0o755);
    vi.stubEnv('PATH', '/usr/bin:/bin');
    const tracker = sentryErrorTracker({ ...options, workspace, cliDeadlineMs: 1_000 });
    const upload = tracker.uploadSourceMaps({ version: '1', directory: bin, say: () => undefined });
    const error = await upload.catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(error).toMatchObject({ code: 'SHIPLOCK_SENTRY_CLI_FAILED', certainty: 'unknown' });
    expect(String(error)).toContain('did not upload source maps within 1 s');
  });

  it('refuses a folder that is not there', async () => {
    const upload = sentryErrorTracker({ ...options, workspace: '/' }).uploadSourceMaps({
      version: '1',
      directory: '/no/such',
      say: () => undefined,
    });
    await expect(upload).rejects.toMatchObject({ code: 'SHIPLOCK_SENTRY_MAPS_DIRECTORY' });
  });
});
