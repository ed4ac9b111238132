import { z } from 'zod';

/**
 * A form with `identifier=<system>|<value>` and nothing else. FHIR allows more (a value of any system); a number without
 * its system is nobody's: https://hl7.org/fhir/R4/search.html#token
 */
export const identifierSearch = z
  .string()
  .max(1_000)
  .transform((body) => [...new URLSearchParams(body)])
  .pipe(z.tuple([z.tuple([z.literal('identifier'), z.string()])]))
  .transform(([[, token]]) => {
    const at = token.indexOf('|');
    return { system: at < 0 ? '' : token.slice(0, at), value: token.slice(at + 1).trim() };
  })
  .pipe(z.object({ system: z.string().min(1), value: z.string().min(1).max(100) }));
