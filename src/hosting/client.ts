import { type Call, HttpClient } from '../http/client.ts';
import type { Rolling } from '../release/ports.ts';
import { vercelFaults } from './faults.ts';
import type { ResolvedOptions } from './options.ts';

/** Vercel's REST API: https://vercel.com/docs/rest-api. */
export class VercelApi extends HttpClient<Call> {
  readonly options: ResolvedOptions;
  /** When the project's last alias job was requested, as read right before this process' write (ms, Vercel's clock). */
  jobBefore: number | undefined;
  /** The newest state of a rolling release that this process has been told. */
  rollingSeen: Rolling | undefined;

  constructor(options: ResolvedOptions) {
    const { apiUrl, token, teamId, protectionBypass, project, pace, deadlineMs } = options;
    super({
      base: () => apiUrl,
      headers: () => ({ authorization: `Bearer ${token}` }),
      query: { teamId },
      secrets: protectionBypass ? [token, protectionBypass] : [token],
      faults: vercelFaults(project),
      limits: 'x-ratelimit',
      pace: {
        tries: pace.readTries,
        firstPauseMs: pace.retryMs,
        longestWaitMs: pace.retryAfterCapMs,
        deadlineMs,
      },
      fetch: options.fetch,
    });
    this.options = options;
  }
}
