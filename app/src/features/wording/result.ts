import type { Outcome } from './outcome.ts';
import { VARIANTS } from './provider.ts';
import { compareShares } from './significance.ts';

interface Counted {
  readonly variant: string;
  readonly outcome: string;
  readonly n: number;
}

export interface VariantFigures extends Readonly<Record<Outcome, number>> {
  readonly variant: string;
  readonly shown: number;
}

export function variantFigures(counted: readonly Counted[]): VariantFigures[] {
  return VARIANTS.map((variant) => {
    const count = (outcome: Outcome) =>
      counted.find((each) => each.variant === variant && each.outcome === outcome)?.n ?? 0;
    const [accepted, edited, dismissed] = [count('accepted'), count('edited'), count('dismissed')];
    return { variant, accepted, edited, dismissed, shown: accepted + edited + dismissed };
  });
}

/** A test that looks for one difference in twenty tests finds one where there is none. */
const SIGNIFICANT = 0.05;

/** What the figures say, in a sentence. */
export function verdict(figures: readonly VariantFigures[]): string {
  const [a, b] = figures;
  const found = a && b && compareShares({ n: a.accepted, of: a.shown }, { n: b.accepted, of: b.shown });
  if (!a || !b || !found) return 'Too few suggestions were shown to compare the two.';
  const p = found.p < 0.001 ? 'p < 0.001' : `p = ${found.p.toFixed(3)}`;
  if (found.p >= SIGNIFICANT) return `No difference that chance does not explain (${p}).`;
  const [better, other] = found.difference > 0 ? [a, b] : [b, a];
  const points = Math.round(Math.abs(found.difference) * 100);
  return `“${better.variant}” is accepted more often than “${other.variant}”, by ${points} percentage points (${p}).`;
}
