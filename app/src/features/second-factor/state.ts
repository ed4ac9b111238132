import type { Problem } from '@/lib/problem';

/** How far setting up an authenticator app is. The secret is shown once and kept nowhere in the app. */
export interface EnrollState {
  readonly problem: Problem | null;
  readonly begun: { readonly factorId: string; readonly picture: string; readonly secret: string } | null;
}
export const NOT_BEGUN: EnrollState = { problem: null, begun: null };
