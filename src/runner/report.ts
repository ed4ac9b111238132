import { andMore } from '../present/count.ts';
import { type Account, errorLines, errorMarkdown, neutralMarkdown } from '../present/error.ts';
import { logLine, logText } from '../present/log.ts';
import { ANNOTATION, ANNOTATIONS } from '../present/surfaces.ts';
import { cut } from '../present/text.ts';
import { CODES } from '../release/codes.ts';
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
  const { code, what, places = [], evidence } = error.problem;
  // The failure is an annotation as well: it must not be one of those that the runner drops.
  const shown = places.slice(0, ANNOTATIONS - 1);
  for (const place of shown) annotate(core, place, code, what);
  const account = accountOf(error, production);
  for (const line of errorLines(account)) core.info(logText(line));
  for (const { file, line, message } of places.slice(shown.length))
    core.info(logLine(`  place       ${file}${line ? `:${line}` : ''} ${message ?? ''}`));
  if (code === 'SHIPLOCK_INTERNAL' && error.cause instanceof Error)
    core.info(logText(error.cause.stack ?? ''));
  const more = places.length - shown.length;
  const rest = more > 0 ? `${andMore(more, { begin: ' (', noun: 'place' })} in the log)` : '';
  core.setFailed(logText(annotation(`${code}: ${what}`, rest)));
  return `${errorMarkdown(account)}${evidence ? `\n${evidence.trim()}\n` : ''}`;
}

/** A run that ends without an error says why: a notice, and the same for the job summary. */
export function reportNeutral(
  core: Pick<typeof import('@actions/core'), 'notice'>,
  error: ShiplockError,
): string {
  const { code, what, next } = error.problem;
  core.notice(logText(annotation(`${what}. ${next}`)), { title: code });
  return neutralMarkdown({ what, next });
}

/** What people are told of an error. @param production What production serves, where somebody looked. */
export function accountOf(error: ShiplockError, production = error.problem.production): Account {
  const { code, what, next, done = [], notDone = [] } = error.problem;
  const { kind } = CODES[code];
  return { code, kind, runbook: runbookUrl(code), what, next, done, notDone, production };
}

/** As much as an annotation holds; the log and the job summary have the account, whole. */
function annotation(words: string, rest = ''): string {
  const whole = `${words}${rest}`;
  if (whole.length <= ANNOTATION) return whole;
  const note = `${rest} [cut: the job summary has all of it]`;
  return `${cut(words, ANNOTATION - note.length)}${note}`;
}

function annotate(core: Core, place: Place, code: string, what: string): void {
  core.error(logText(annotation(place.message ?? what)), {
    title: code,
    file: logLine(place.file),
    ...(place.line ? { startLine: place.line } : {}),
    ...(place.column ? { startColumn: place.column } : {}),
  });
}
