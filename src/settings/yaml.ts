import type { Document, LineCounter } from 'yaml';
import { cut, oneLine } from '../present/text.ts';
import { configurationError, type ShiplockError, together } from '../release/errors.ts';

/** Aliases that may be followed: a few repeat a block, more are an attack. */
const MOST_ALIASES = 100;
/** Of what is not YAML: one mistake makes many. */
const MOST_TOLD = 4;

export interface Written {
  readonly document: Document;
  readonly counter: LineCounter;
}

/** @throws SHIPLOCK_SETTINGS_YAML */
export async function readYaml(text: string, file: string): Promise<Written & { readonly content: unknown }> {
  // Loaded here, so that callers without a settings file do not pay for it at every start.
  const { LineCounter, parseDocument, visit } = await import('yaml');
  const counter = new LineCounter();
  // Its warnings would go to the log by themselves, with words of the file in them.
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: true, logLevel: 'error' });
  const [broken, ...more] = document.errors.map(({ pos, message }) =>
    notYaml(file, counter.linePos(pos[0]), message.split('\n')[0] ?? ''),
  );
  if (broken) throw together([broken.problem, ...more.slice(0, MOST_TOLD).map(({ problem }) => problem)]);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MOST_ALIASES });
    // An alias of what it stands in has no end.
    JSON.stringify(content);
  } catch (error) {
    let at = { line: 1, col: 1 };
    visit(document, {
      Alias(_, alias) {
        at = counter.linePos(alias.range?.[0] ?? 0);
        return alias.resolve(document) === undefined ? visit.BREAK : undefined;
      },
    });
    throw notYaml(
      file,
      at,
      error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not readable',
      error,
    );
  }
  return { content, document, counter };
}

export function notYaml(
  file: string,
  at: { line: number; col: number },
  why: string,
  cause?: unknown,
): ShiplockError {
  const message = cut(oneLine(why), 200);
  return configurationError(
    {
      code: 'SHIPLOCK_SETTINGS_YAML',
      what: `${file}:${at.line}:${at.col} is not valid YAML: ${message}`,
      notDone: ['nothing was changed'],
      next: 'Fix the file at that position.',
      places: [{ file, line: at.line, column: at.col, message }],
    },
    cause,
  );
}
