/** How a suggestion is worded. Which one somebody gets is the flag's decision; `off`: none. */
export const VARIANTS = ['short', 'full'] as const;
export type Variant = (typeof VARIANTS)[number];

/** What is known of a dose while it is typed: of the product and the numbers, nothing of the person. */
export interface Dose {
  /** `tablet`, `puff`. */
  readonly unit: string;
  readonly dose: number;
  /** A day. */
  readonly times: number;
}

/** Words a dose for a patient. Another provider (a service that is asked, say) has to answer the same. */
export interface WordingProvider {
  /** `null`: it has no words for this. */
  suggest(dose: Dose, variant: Variant): string | null;
}
