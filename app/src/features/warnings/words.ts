import type { Checked, Warning } from './answer.ts';

/** A high one stands in the way of a signature until somebody says why it does not matter here. */
export const standsInTheWay = (of: Pick<Warning, 'severity' | 'reason'>): boolean =>
  of.severity === 'high' && !of.reason;

const WORDS: Readonly<Record<string, string>> = { high: 'Severe', moderate: 'Moderate', low: 'Minor' };
export const severityWord = (severity: string): string => WORDS[severity] ?? severity;

/** The usual dose, as a sentence. */
export function guideSentence(guide: NonNullable<Checked['guide']>): string {
  const units = (n: number) => `${n} ${guide.unit}${n === 1 ? '' : 's'}`;
  const times =
    guide.times === 1 ? 'once a day' : guide.times === 2 ? 'twice a day' : `${guide.times} times a day`;
  const advice = guide.advice ? ` ${guide.advice}` : '';
  return `Usual: ${units(guide.dose)} ${times}; at most ${units(guide.most_per_day)} a day.${advice}`;
}
