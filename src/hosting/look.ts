import type { Project } from './answers.ts';
import type { Serving } from './domains.ts';
import type { Rolling } from './rolling.ts';
import type { Served } from './served.ts';

/** Everything one look found out. */
export interface Look {
  readonly job:
    | (NonNullable<Project['lastAliasRequest']> & {
        readonly state: 'running' | 'stale' | 'succeeded' | 'failed' | 'skipped';
        /** Same target, same type, requested by us or after us: not somebody else's, not yesterday's. */
        readonly ours: boolean;
      })
    | undefined;
  /** Absent while a job moves the domains: where they point then says nothing. */
  readonly serving?: Serving;
  /** Under way. */
  readonly rolling?: Rolling;
  /** Aborted since the request. */
  readonly aborted?: Rolling;
  readonly failedAliases?: readonly string[];
  readonly live:
    | { readonly skipped: string }
    | {
        readonly path: string;
        readonly answers: ReadonlyMap<string, Served>;
        /** Domains that lead elsewhere and were left out, as sentences. */
        readonly leftOut?: readonly string[];
      };
}
