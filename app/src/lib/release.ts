/** Which release this process runs; answered by the health endpoints, and on every log line and error report. */
export interface ReleaseInfo {
  readonly commit: string | null;
  readonly release: string | null;
  readonly environment: string;
}

/** Reads it from what the deployment was given, `null` where nothing was (local work). */
export function releaseInfo(source: Record<string, string | undefined> = process.env): ReleaseInfo {
  return {
    commit: source['SHIPLOCK_COMMIT'] || source['VERCEL_GIT_COMMIT_SHA'] || null,
    release: source['SHIPLOCK_RELEASE_ID'] || null,
    environment:
      source['SHIPLOCK_ENVIRONMENT'] ||
      source['VERCEL_TARGET_ENV'] ||
      source['VERCEL_ENV'] ||
      source['NODE_ENV'] ||
      'development',
  };
}
