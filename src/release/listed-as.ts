import type { Hosting } from './ports.ts';
import type { Source } from './source.ts';

/** Digests under which hosting may list what was made of this source; first, that of how it is sent. */
export async function listedAs(
  hosting: Pick<Hosting, 'listedAs'>,
  source: Source,
): Promise<readonly string[]> {
  return (await hosting.listedAs?.(source)) ?? [await source.digest()];
}
