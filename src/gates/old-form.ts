import { z } from 'zod';
import { pointerOf } from './sources/json/pointer.ts';

/** Validated by the schema of the source. */
const keys = z.record(z.string(), z.unknown());

/**
 * One source of each kind by a key of its own, as settings were written before `sources`. Still read, in settings files
 * and in the rules that earlier releases kept in the record.
 */
export const OLD_KEYS = {
  probes: z
    .array(z.unknown())
    .optional()
    .describe('Old form of `use: http`, `probes`. `[]`: no such source.'),
  identityPath: z.unknown().optional().describe('Old form of `use: http`, `identityPath`.'),
  intervalMs: z.unknown().optional().describe('Old form of `use: http`, `intervalMs`.'),
  concurrency: z.unknown().optional().describe('Old form of `use: http`, `concurrency`.'),
  errorTracker: keys.optional().describe('Old form of `use: sentry`.'),
  sql: keys.optional().describe('Old form of `use: sql`.'),
  json: keys.optional().describe('Old form of `use: json`, with dotted paths in place of JSON Pointers.'),
} as const;

const oldKeys = z.object(OLD_KEYS);
type OldKeys = z.output<typeof oldKeys>;

/** The old keys that are set. */
export function oldKeysOf(gate: Partial<OldKeys>): string[] {
  return Object.entries(gate).flatMap(([key, value]) =>
    key in OLD_KEYS && value !== undefined ? [key] : [],
  );
}

/** The same as a list of sources; undefined where no old key is set. */
export function sourcesOfOld(gate: OldKeys): readonly { readonly use: string }[] | undefined {
  if (oldKeysOf(gate).length === 0) return undefined;
  const { probes, identityPath, intervalMs, concurrency, errorTracker, sql, json: document } = gate;
  const http = { probes, identityPath, intervalMs, concurrency };
  const set = Object.fromEntries(Object.entries(http).filter(([, value]) => value !== undefined));
  return [
    ...(probes?.length === 0 ? [] : [{ use: 'http', ...set }]),
    ...(errorTracker ? [{ use: 'sentry', ...errorTracker }] : []),
    ...(sql ? [{ use: 'sql', ...sql }] : []),
    ...(document ? [{ use: 'json', ...document, ...pointers(document) }] : []),
  ];
}

/** Where the numbers are. */
function pointers(document: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    ['good', 'total', 'value'].flatMap((key) => {
      const dotted = document[key];
      return typeof dotted === 'string' ? [[key, pointerOf(dotted)]] : [];
    }),
  );
}
