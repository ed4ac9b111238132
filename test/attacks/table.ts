import { z } from 'zod';
import type { Row } from './rows.ts';

/** Of vitest's JSON report, what the table is made of. */
export const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.enum(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled']),
        }),
      ),
    }),
  ),
});

export type Report = z.infer<typeof reportSchema>;

/** `attack 7a: …`, or `attack 1, 2: …` for a test that covers several rows. */
const TITLE = /^attack ((?:\d+[a-z]?)(?:(?:, | and )\d+[a-z]?)*)\b/;

/** The rows that a test says it covers, by its own title or that of a suite around it. */
export function rowsOf(titles: readonly string[]): string[] {
  return titles.flatMap((title) => TITLE.exec(title)?.[1]?.split(/, | and /) ?? []);
}

export interface Line extends Row {
  readonly tests: number;
  readonly outcome: 'closed' | 'failing' | 'no test';
  readonly failed: readonly string[];
}

/** One line per row. Tests left out by the pattern are reported as skipped and do not count; nor does `test.skip`. */
export function tableOf(
  rows: readonly Row[],
  report: Report,
): { readonly lines: readonly Line[]; readonly unknown: readonly string[] } {
  const passed = new Map<string, number>();
  const failed = new Map<string, string[]>();
  for (const file of report.testResults)
    for (const { ancestorTitles, title, status } of file.assertionResults)
      for (const row of new Set(rowsOf([...ancestorTitles, title]))) {
        if (status === 'passed') passed.set(row, (passed.get(row) ?? 0) + 1);
        if (status === 'failed') failed.set(row, [...(failed.get(row) ?? []), title]);
      }
  const lines = rows.map((one): Line => {
    const [good, bad] = [passed.get(one.row) ?? 0, failed.get(one.row) ?? []];
    const outcome = bad.length > 0 ? 'failing' : good > 0 ? 'closed' : 'no test';
    return { ...one, tests: good + bad.length, outcome, failed: bad };
  });
  const known = new Set(rows.map(({ row }) => row));
  const unknown = [...new Set([...passed.keys(), ...failed.keys()])].filter((row) => !known.has(row));
  return { lines, unknown };
}

export const isOpen = ({ outcome }: Line): boolean => outcome !== 'closed';

export function printed(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(({ attack }) => attack.length));
  return lines
    .map(({ row, attack, tests, outcome }) =>
      [row.padStart(3), attack.padEnd(width), String(tests).padStart(3), outcome].join('  '),
    )
    .join('\n');
}
