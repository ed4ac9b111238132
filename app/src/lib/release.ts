/** Which release this process runs; answered by the health endpoints, and on every log line and error report. */
export interface ReleaseInfo {
  readonly commit: string | null;
  readonly release: string | null;
  readonly environment: string;
}

/**
 * What Next.js calls this version of the app, on each page and with each request of that page: where it is another than
 * the server's, the browser loads whole pages and Server Actions say so. The commit, so that it is known when the app is
 * built. Vercel's own goes first, since its skew protection finds deployments by it:
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/deploymentId
 */
export function deploymentId(source: Record<string, string | undefined> = process.env): string | undefined {
  return source['NEXT_DEPLOYMENT_ID'] || releaseInfo(source).commit?.replaceAll(/[^\w-]/g, '-');
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
