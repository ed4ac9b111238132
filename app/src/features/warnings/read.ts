import type { Checked, Warning } from './answer.ts';

/**
 * The answer of `/api/warnings`, as `checked` reads it. By hand, since zod would weigh more in the browser than the rest
 * of the composer; a test holds the two against each other.
 *
 * @returns null: this is another answer
 */
export function readChecked(answer: unknown): Checked | null {
  if (!isRecord(answer) || !Array.isArray(answer['warnings'])) return null;
  const warnings = answer['warnings'].map(readWarning);
  const guide = answer['guide'] === null ? null : readGuide(answer['guide']);
  if (guide === undefined || warnings.includes(undefined)) return null;
  return { warnings: warnings.filter((one) => one !== undefined), guide };
}

function readWarning(one: unknown): Warning | undefined {
  if (!isRecord(one)) return undefined;
  const { rule, kind, severity, description, reason } = one;
  if (typeof rule !== 'string' || typeof kind !== 'string') return undefined;
  if (typeof severity !== 'string' || typeof description !== 'string') return undefined;
  if (typeof reason !== 'string' && reason != null) return undefined;
  return { rule, kind, severity, description, ...(reason === undefined ? {} : { reason }) };
}

function readGuide(one: unknown): NonNullable<Checked['guide']> | undefined {
  if (!isRecord(one)) return undefined;
  const { unit, advice } = one;
  const numbers = [one['dose'], one['times'], one['most_per_day']].map(Number);
  const [dose = Number.NaN, times = Number.NaN, most_per_day = Number.NaN] = numbers;
  if (numbers.some(Number.isNaN) || typeof unit !== 'string') return undefined;
  if (typeof advice !== 'string' && advice !== null) return undefined;
  return { dose, times, most_per_day, unit, advice };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
