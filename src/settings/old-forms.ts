import { z } from 'zod';
import { newForm } from '../gates/spec.ts';

const gates = z.looseObject({ gate: z.unknown(), watch: z.unknown() }).partial();
const written = z.looseObject({
  environments: z.record(z.string(), z.looseObject({ gates: gates.optional() })),
});

/** A sentence for each part of a settings file that is written in a form of old, with the new one, ready to be copied. */
export function oldForms(content: unknown, file: string): string[] {
  const read = written.safeParse(content);
  if (!read.success) return [];
  return Object.entries(read.data.environments).flatMap(([name, environment]) =>
    Object.entries(environment.gates ?? {}).flatMap(([gate, settings]) => {
      const found = newForm(settings);
      if (!found) return [];
      const { keys, sources } = found;
      return [
        `${file}: environments.${name}.gates.${gate} has the old ${keys.length === 1 ? 'key' : 'keys'} ${keys.join(', ')}, which the next major version will no longer read. Write instead: sources: ${JSON.stringify(sources)}`,
      ];
    }),
  );
}
