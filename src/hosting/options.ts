import { isOwnPath, OWN_PATH } from '../http/same-origin.ts';
import { configurationError } from '../release/errors.ts';

/** What one environment's Vercel project is, and how patient to be with it. */
export interface VercelOptions {
  readonly token: string;
  /** Project id (`prj_…`) or name. */
  readonly project: string;
  /** `team_…`; left out for a personal account. */
  readonly teamId?: string;
  /** Default `https://api.vercel.com`. */
  readonly apiUrl?: string;
  /** Replaces the list of production domains that Vercel knows. */
  readonly domains?: readonly string[];
  /** "Protection Bypass for Automation" secret of the project. */
  readonly protectionBypass?: string;
  /** Path on each domain whose JSON answer names the release it runs; `false` skips that proof, and says so. */
  readonly confirmPath?: string | false;
  /** Where the commit comes from: Vercel shows it beside the deployment, and takes a preview's variables by its branch. */
  readonly git?: { readonly remoteUrl: string; readonly branch?: string };
  /** Deadline of one HTTP call. Default 30 s. */
  readonly deadlineMs?: number;
  /** Deadline of upload, and of build: Vercel itself ends a build after 45 minutes. */
  readonly buildDeadlineMs?: number;
  /** More files than this go as one archive: Vercel takes no more in a deployment. https://github.com/vercel/vercel/issues/8571 */
  readonly mostFiles?: number;
  readonly fetch?: typeof fetch;
  readonly pace?: Partial<Pace>;
}

/** Waiting times in one place, so that tests need not wait as long as production does. */
export interface Pace {
  /** First wait before a read is repeated; doubles, with jitter. */
  readonly retryMs: number;
  readonly readTries: number;
  /** Longest Retry-After that is waited for. */
  readonly retryAfterCapMs: number;
  /** Time between two looks at a moving alias job. */
  readonly confirmMs: number;
  /** Tolerated difference between our clock and the vendor's. */
  readonly skewMs: number;
  /** A write this young may not be visible yet: its absence proves nothing. */
  readonly settleMs: number;
  /** A job that is unfinished for longer is stale: Vercel's own CLI gives up on one after three minutes. */
  readonly staleMs: number;
  /** After this long, an application that does not say which release it is counts as one that never does. */
  readonly silentMs: number;
  /** A deployment that Vercel took and does not show for so long is not waited for. */
  readonly visibleMs: number;
  /** Factor on the build's polling steps of 1, 5, 15 and 30 s. */
  readonly buildFactor: number;
  /** Deadline of one request through a domain. */
  readonly domainMs: number;
}

export const PACE: Pace = {
  retryMs: 500,
  readTries: 5,
  retryAfterCapMs: 60_000,
  confirmMs: 1_000,
  skewMs: 10_000,
  settleMs: 20_000,
  staleMs: 60 * 60_000,
  silentMs: 15_000,
  visibleMs: 60_000,
  buildFactor: 1,
  domainMs: 10_000,
};

export interface ResolvedOptions extends VercelOptions {
  readonly apiUrl: string;
  readonly deadlineMs: number;
  readonly buildDeadlineMs: number;
  readonly confirmPath: string | false;
  readonly mostFiles: number;
  readonly fetch: typeof fetch;
  readonly pace: Pace;
}

/** Fills in defaults and refuses what could send a call to the wrong place. */
export function resolveOptions(options: VercelOptions): ResolvedOptions {
  if (options.token.trim() === '') {
    throw configurationError({
      code: 'SHIPLOCK_VERCEL_TOKEN',
      what: 'The Vercel token is empty.',
      next: 'Set the secret for the input vercel-token, and check that this job can read it.',
    });
  }
  checkTeam(options.teamId);
  const apiUrl = (options.apiUrl ?? 'https://api.vercel.com').replace(/\/+$/, '');
  if (!URL.canParse(apiUrl) || !/^https?:/.test(apiUrl)) {
    throw configurationError({
      code: 'SHIPLOCK_VERCEL_API_ADDRESS',
      what: `The Vercel API URL "${apiUrl}" is not an http(s) URL.`,
      next: 'Remove it to use https://api.vercel.com.',
    });
  }
  const confirmPath = options.confirmPath ?? '/api/health/ready';
  if (confirmPath !== false && !isOwnPath(confirmPath)) {
    throw configurationError({
      code: 'SHIPLOCK_VERCEL_CONFIRM_PATH',
      what: `confirmPath is ${JSON.stringify(confirmPath)}; it ${OWN_PATH}.`,
      notDone: ['nothing was requested, and no secret was sent anywhere'],
      next: 'Set vercel.confirmPath in shiplock.yml to a path of the app, such as /api/health/ready.',
    });
  }
  return {
    ...options,
    apiUrl,
    deadlineMs: options.deadlineMs ?? 30_000,
    buildDeadlineMs: options.buildDeadlineMs ?? 50 * 60_000,
    confirmPath,
    mostFiles: options.mostFiles ?? 15_000,
    fetch: options.fetch ?? globalThis.fetch,
    pace: { ...PACE, ...options.pace },
  };
}

function checkTeam(teamId: string | undefined): void {
  // `?teamId=` is only for ids; a slug there answers 403, which would read as a wrong token.
  if (teamId !== undefined && !teamId.startsWith('team_')) {
    throw configurationError({
      code: 'SHIPLOCK_VERCEL_TEAM',
      what: `"${teamId}" is not a Vercel team id.`,
      next: 'Use the id from Team Settings → General, which starts with team_, not the slug.',
    });
  }
}

/** Vendor answers carry host names without a scheme; a local stand-in speaks plain http. */
export function deploymentUrl(host: string, apiUrl: string): string {
  if (/^https?:\/\//.test(host)) return host;
  return `${apiUrl.startsWith('http:') ? 'http' : 'https'}://${host}`;
}

/** Where a domain is asked. A port, or an API over plain http, means a local stand-in. */
export function domainUrl(domain: string, apiUrl: string): string {
  const local = apiUrl.startsWith('http:') || /:\d+$/.test(domain);
  return `${local ? 'http' : 'https'}://${domain}`;
}
