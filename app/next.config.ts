import { createRequire } from 'node:module';
import { sep } from 'node:path';
import type { NextConfig } from 'next';
import { PHASE_PRODUCTION_BUILD } from 'next/constants.js';
import { deploymentId } from './src/lib/release.ts';
import { NO_PAGE_HEADERS, STATIC_SECURITY_HEADERS } from './src/lib/security-headers.ts';

/**
 * The folder whose `node_modules` holds Next.js: this folder, or a parent of it in a workspace. Without it Turbopack
 * guesses from lock files, and refuses modules outside of what it guessed.
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/turbopack#root-directory
 */
const installRoot = createRequire(import.meta.url)
  .resolve('next/package.json')
  .split(`${sep}node_modules${sep}`)[0];

const version = deploymentId();

/**
 * Sentry is set up in `src/instrumentation*.ts` without its build plugin: source maps are uploaded by the release, not
 * by the build. `debugIds` lets it match them: https://docs.sentry.io/platforms/javascript/sourcemaps/
 */
const config: NextConfig = {
  poweredByHeader: false,
  ...(version ? { deploymentId: version } : {}),
  serverExternalPackages: [
    ...['@sentry/nextjs', '@supabase/ssr', '@supabase/supabase-js', '@upstash/redis', 'stripe', 'zod'],
  ],
  compiler: { define: { __SENTRY_TRACING__: false, __SENTRY_DEBUG__: false } },
  ...(installRoot ? { outputFileTracingRoot: installRoot } : {}),
  turbopack: { debugIds: true, ...(installRoot ? { root: installRoot } : {}) },
  // Only where the release collects and removes them afterwards: a public map shows the sources to everyone.
  productionBrowserSourceMaps: process.env['SOURCE_MAPS'] === '1',
  // For builds of a commit whose types were checked already.
  typescript: { ignoreBuildErrors: process.env['SKIP_TYPECHECK'] === '1' },
  async headers() {
    return [
      { source: '/:path*', headers: STATIC_SECURITY_HEADERS },
      // What the proxy does not see (its `matcher`).
      ...['/api/health/live', '/api/health/ready', '/_next/static/:path*', '/_next/image', '/icon.svg'].map(
        (source) => ({
          ...{ source, headers: NO_PAGE_HEADERS },
        }),
      ),
    ];
  },
};

/**
 * Server Actions are named by a hash with this key, and a key that is made for one build is in no other: a page that was
 * opened before a release could send nothing after it. https://github.com/vercel/next.js/issues/70229
 */
export default function forPhase(phase: string): NextConfig {
  if (phase === PHASE_PRODUCTION_BUILD && version && !process.env['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'])
    throw new Error(
      'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY is missing: pages that are open would not survive this release. Give every build the same one: `openssl rand -base64 32`.',
    );
  return config;
}
