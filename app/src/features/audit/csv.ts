import Papa from 'papaparse';
import type { AuditEvent } from './model.ts';

export const COLUMNS = [
  'seq',
  'at',
  'actor_id',
  'actor',
  'action',
  'relation',
  'row_id',
  'patient_id',
  'hash',
] as const satisfies readonly (keyof AuditEvent)[];

/**
 * Lines by RFC 4180. A name that a spreadsheet would take for a formula is escaped:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvOf(events: readonly AuditEvent[], header: boolean): string {
  const lines = [...(header ? [[...COLUMNS]] : []), ...events.map((one) => COLUMNS.map((name) => one[name]))];
  return lines.length === 0 ? '' : `${Papa.unparse(lines, { escapeFormulae: true })}\r\n`;
}

/** Page after page until one is not full, so that neither side holds the whole trail at once. */
export async function* csvPages(
  page: (before: number | undefined) => Promise<readonly AuditEvent[]>,
  size: number,
): AsyncGenerator<string> {
  let before: number | undefined;
  for (let first = true; ; first = false) {
    const events = await page(before);
    yield csvOf(events, first);
    before = events.at(-1)?.seq;
    if (events.length < size || before === undefined) return;
  }
}
