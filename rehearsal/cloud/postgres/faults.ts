/** What can go wrong with a call to Postgres. `cut-after`: the statement ran, its answer never arrives. */
export type DatabaseFault =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'cut-before' }
  | { readonly kind: 'cut-after' }
  | { readonly kind: 'delay'; readonly milliseconds: number };

/** The part of the cloud's fault switch that the Postgres front asks. */
export interface DatabaseFaults {
  take(
    name: 'database.connect' | 'database.query',
    detail: Record<string, string>,
  ): DatabaseFault | undefined;
}
