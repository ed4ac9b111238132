import { z } from 'zod';

export const user = z
  .object({ login: z.string(), id: z.int().optional(), type: z.string().optional() })
  .nullish();
export type User = z.infer<typeof user>;

/** Why nobody stands behind this account; undefined: a person does. */
export function byBot(author: User): string | undefined {
  if (!author) return 'the account that wrote it no longer exists';
  if (author.login.toLowerCase().endsWith('[bot]')) return 'a bot wrote it';
  if (author.type === undefined || author.type === 'User') return undefined;
  return author.type === 'Bot' ? 'a bot wrote it' : `an account of type ${author.type} wrote it`;
}

/** Whether GitHub itself did it, for somebody on its web page or by its API. On GHES that has an address and no account. */
export function isByHost(
  account: User,
  identity:
    | { readonly name?: string | undefined; readonly email?: string | null | undefined }
    | null
    | undefined,
): boolean {
  if (account?.login) return account.login === 'web-flow';
  return /^noreply@/i.test(identity?.email ?? '') && /^github/i.test(identity?.name ?? '');
}
