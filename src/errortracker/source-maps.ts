import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { redactor } from '../present/redact.ts';
import { cut } from '../present/text.ts';
import { configurationError, OutsideCallError } from '../release/errors.ts';
import { findProgram } from '../release/find-program.ts';
import type { ErrorTracker } from '../release/ports.ts';
import type { SentryOptions } from './client.ts';
import { baseUrl } from './host.ts';

type Request = Parameters<ErrorTracker['uploadSourceMaps']>[0];

/**
 * Inject, then upload: injecting writes debug ids into the JavaScript, so it has to come before the files are hashed
 * for the deployment. https://docs.sentry.io/platforms/javascript/sourcemaps/uploading/cli/
 */
export async function uploadSourceMaps(options: SentryOptions, request: Request): Promise<{ files: number }> {
  const { version, directory, say } = request;
  await mustBeDirectory(directory);
  baseUrl(options);
  const tool = await findCli(options.workspace);
  const { org, project } = options;
  say(`injecting debug ids into ${directory}`);
  await run(options, tool, ['sourcemaps', 'inject', directory], 'inject debug ids', 'not-done');
  say(`uploading source maps of ${version}`);
  const upload = [
    'sourcemaps',
    'upload',
    '--org',
    org,
    '--project',
    project,
    '--release',
    version,
    directory,
  ];
  // Sentry takes an artifact bundle by the hash of its content, so the same files may be uploaded again.
  const said = await run(options, tool, upload, 'upload source maps', 'unknown');
  return { files: countFiles(said) };
}

/** `> Bundled 12 files for upload`, as sentry-cli 2 and 3 say it; 0 where it found nothing to upload. */
export function countFiles(output: string): number {
  return Number(/Bundled (\d+) files?/i.exec(output)?.[1] ?? 0);
}

async function findCli(workspace: string): Promise<string> {
  const found = await findProgram('sentry-cli', workspace);
  if (found) return found;
  throw configurationError({
    code: 'SHIPLOCK_SENTRY_CLI_MISSING',
    what: `sentry-cli is neither on PATH nor in ${path.join(workspace, 'node_modules', '.bin')}, so Shiplock cannot upload source maps.`,
    notDone: ['no source map was uploaded'],
    next: 'Install it with the app (npm install --save-dev @sentry/cli), and allow its install script.',
  });
}

async function mustBeDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw configurationError({
    code: 'SHIPLOCK_SENTRY_MAPS_DIRECTORY',
    what: `"${directory}" is not a directory, so there are no source maps to upload.`,
    next: 'Build with source maps first, and set the input directory to the folder with the built JavaScript.',
  });
}

async function run(
  options: SentryOptions,
  tool: string,
  args: string[],
  doing: string,
  certainty: 'not-done' | 'unknown',
): Promise<string> {
  const deadlineMs = options.cliDeadlineMs ?? CLI_DEADLINE_MS;
  const { code, stdout, stderr } = await ended(tool, args, {
    env: { ...inherited(), ...settings(options) },
    signal: AbortSignal.timeout(deadlineMs),
  });
  const output = redactor([options.token])(`${stdout}\n${stderr}`);
  if (code === 0) return output;
  if (code === 'late')
    throw new OutsideCallError(
      {
        code: 'SHIPLOCK_SENTRY_CLI_FAILED',
        what: `sentry-cli did not ${doing} within ${deadlineMs / 1000} s, and was ended`,
        next: 'Run the job again: uploading the same files again is harmless. If it happens again, run the same command by hand with SENTRY_LOG_LEVEL=debug.',
      },
      { certainty },
    );
  const lines = output.split('\n').map((line) => line.trim());
  const why = lines.find((line) => /^error:/i.test(line)) ?? lines.findLast(Boolean) ?? 'it printed nothing';
  throw new OutsideCallError(
    {
      code: 'SHIPLOCK_SENTRY_CLI_FAILED',
      what: `sentry-cli could not ${doing} (exit code ${code}): ${cut(why, 300)}`,
      next: 'Run the same command by hand with SENTRY_LOG_LEVEL=debug; uploading the same files again is harmless.',
    },
    { certainty, status: code },
  );
}

/** Maps of a large app take minutes to upload; a server that never answers takes for ever, and sentry-cli waits for it. */
const CLI_DEADLINE_MS = 10 * 60_000;

function ended(
  tool: string,
  args: readonly string[],
  how: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<{ readonly code: number | 'late'; readonly stdout: string; readonly stderr: string }> {
  // On Windows npm's programs are scripts of the shell.
  const shell = process.platform === 'win32';
  const given = shell ? args.map((arg) => `"${arg}"`) : args;
  return new Promise((resolve) => {
    execFile(tool, given, { ...how, shell, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return resolve({ code: 0, stdout, stderr });
      if (how.signal.aborted) return resolve({ code: 'late', stdout, stderr });
      const { code } = error;
      if (typeof code === 'number') return resolve({ code, stdout, stderr });
      resolve({ code: -1, stdout, stderr: stderr || error.message });
    });
  });
}

/** The token travels in the environment: everybody on the machine can read arguments. */
function settings(options: SentryOptions): Record<string, string> {
  return {
    SENTRY_AUTH_TOKEN: options.token,
    SENTRY_URL: baseUrl(options),
    SENTRY_ORG: options.org,
    SENTRY_PROJECT: options.project,
    // Neither a .env file nor an update check may change what happens here.
    SENTRY_LOAD_DOTENV: '0',
    SENTRY_DISABLE_UPDATE_CHECK: 'true',
    SENTRY_LOG_LEVEL: 'info',
  };
}

/** The runner's other secrets are no business of the tool's. */
function inherited(): Record<string, string> {
  const wanted =
    /^(PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no|all)_proxy)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => wanted.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}
