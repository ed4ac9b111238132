import { logLine, logText } from '../present/log.ts';
import { code as codeOf, link, prose } from '../present/markdown.ts';
import { CODES, type Code } from '../release/codes.ts';
import { type Place, ShiplockError } from '../release/errors.ts';
import { runbookUrl } from './runbooks.ts';

type Core = Pick<typeof import('@actions/core'), 'error' | 'setFailed' | 'info'>;

/** Turns whatever was thrown into the product's error; a bug gets its own code and keeps its stack in the log. */
export function asShiplockError(error: unknown): ShiplockError {
  if (error instanceof ShiplockError) return error;
  return new ShiplockError(
    {
      code: 'SHIPLOCK_INTERNAL',
      what: `an unexpected error: ${error instanceof Error ? error.message : String(error)}`,
      next: 'Rerun the job: it reads the record and continues. If the error persists, report it with this job’s log.',
    },
    { cause: error },
  );
}

/**
 * Prints annotations and the log's account of an error; returns the same for the job summary, as markdown.
 * @param serves Asked what production serves, where the error does not say it.
 */
export async function reportError(
  core: Core,
  serves: ((error: ShiplockError) => Promise<string | undefined>) | undefined,
  thrown: unknown,
): Promise<string> {
  const error = asShiplockError(thrown);
  const production = error.problem.production ?? (await serves?.(error).catch(() => undefined));
  const { code, what, next, done = [], notDone = [], places = [] } = error.problem;
  for (const place of places.slice(0, 20)) annotate(core, place, code, what);
  const lines = errorLines({ code, what, next, done, notDone, production });
  for (const line of lines) core.info(logText(line));
  if (code === 'SHIPLOCK_INTERNAL' && error.cause instanceof Error)
    core.info(logText(error.cause.stack ?? ''));
  core.setFailed(logText(`${code}: ${what}`));
  const { evidence } = error.problem;
  return `${errorMarkdown({ code, what, next, done, notDone, production })}${evidence ? `\n${evidence.trim()}\n` : ''}`;
}

function annotate(core: Core, place: Place, code: string, what: string): void {
  core.error(logText(place.message ?? what), {
    title: code,
    file: logLine(place.file),
    ...(place.line ? { startLine: place.line } : {}),
    ...(place.column ? { startColumn: place.column } : {}),
  });
}

interface Account {
  readonly code: Code;
  readonly what: string;
  readonly next: string;
  readonly done: readonly string[];
  readonly notDone: readonly string[];
  readonly production: string | undefined;
}

const UNKNOWN_PRODUCTION = 'this step did not check; run `shiplock status`';

const CONTINUED = `\n${' '.repeat(14)}`;

export function errorLines(account: Account): string[] {
  const runbook = runbookUrl(account.code);
  // Words of others must not look like lines of this account.
  const lines = [
    `${CODES[account.code].kind === 'configuration' ? 'Configuration mistake' : 'Failure'} ${account.code}`,
    `  what        ${account.what}`,
    ...account.done.map((line) => `  done        ${line}`),
    ...account.notDone.map((line) => `  not done    ${line}`),
    `  production  ${account.production ?? UNKNOWN_PRODUCTION}`,
    `  next        ${account.next}`,
    `  runbook     ${runbook}`,
  ];
  return lines.map((line) => line.replace(/\r?\n/g, CONTINUED));
}

export function errorMarkdown(account: Account): string {
  const runbook = runbookUrl(account.code);
  const row = (name: string, value: string) => `| ${name} | ${prose(value)} |`;
  return `${[
    `### ${CODES[account.code].kind === 'configuration' ? 'Configuration mistake' : 'Failed'}: ${codeOf(account.code)}`,
    '',
    prose(account.what),
    '',
    '| | |',
    '| --- | --- |',
    ...account.done.map((line) => row('done', line)),
    ...account.notDone.map((line) => row('not done', line)),
    row('production', account.production ?? UNKNOWN_PRODUCTION),
    row('next step', account.next),
    `| runbook | ${link(account.code, runbook)} |`,
  ].join('\n')}\n`;
}
