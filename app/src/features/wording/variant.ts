import 'server-only';
import { wordingAssistant } from '@/features/flags/flags';
import { VARIANTS, type Variant } from './provider.ts';

/** How the assistant words a dose for this person; `null`: not at all. */
export async function wordingOf(person: string): Promise<Variant | null> {
  const variant = await wordingAssistant.run({ identify: { person } });
  return VARIANTS.find((known) => known === variant) ?? null;
}
