import type { Dose, WordingProvider } from './provider.ts';

/** What is done with a unit, and what helps; a unit that is not here gets no words, since wrong ones do harm. */
const UNITS: Readonly<Record<string, { readonly verb: string; readonly how: string }>> = {
  tablet: { verb: 'Take', how: 'with a glass of water' },
  capsule: { verb: 'Take', how: 'whole, with a glass of water' },
  puff: { verb: 'Inhale', how: 'and hold your breath for ten seconds after each' },
};
const FREQUENCIES: Readonly<Record<number, { readonly often: string; readonly when: string }>> = {
  1: { often: 'once a day', when: 'once a day, at the same time each day' },
  2: { often: 'twice a day', when: 'in the morning and in the evening' },
  3: { often: 'three times a day', when: 'in the morning, at noon and in the evening' },
  4: { often: 'four times a day', when: 'in the morning, at noon, in the evening and at bedtime' },
};

/** Halves as people say them; other parts of a whole are no instruction to give in a sentence. */
function amount({ dose, unit }: Dose): string | null {
  const whole = Math.floor(dose);
  if (dose <= 0 || (dose !== whole && dose !== whole + 0.5)) return null;
  if (dose === 0.5) return `half a ${unit}`;
  if (dose === 1) return `1 ${unit}`;
  return `${dose === whole ? whole : `${whole}½`} ${unit}s`;
}

/** Sentences by rule: the same dose always gets the same words, and nobody is asked. */
export const byRule: WordingProvider = {
  suggest(of, variant) {
    const [unit, often, much] = [UNITS[of.unit], FREQUENCIES[of.times], amount(of)];
    if (!unit || !often || !much) return null;
    if (variant === 'short') return `${unit.verb} ${much} ${often.often}.`;
    return `${unit.verb} ${much} ${often.when}, ${unit.how}.`;
  },
};
