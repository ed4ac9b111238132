import { z } from 'zod';

/** A code as authenticator apps show it; people type it with a space in the middle. */
export const code = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Enter the 6 digits that your app shows.'));
