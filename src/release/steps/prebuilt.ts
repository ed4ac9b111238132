import { count } from '../../present/count.ts';
import { uploadSourceMaps } from '../calls/error-tracker.ts';
import type { ReleaseContext } from '../context.ts';
import { configurationError, failure } from '../errors.ts';
import { listedAs } from '../listed-as.ts';
import type { Prebuilt } from '../prebuilt.ts';
import type { Session } from '../session.ts';
import type { Source } from '../source.ts';

interface Upload {
  readonly source: Source;
  readonly prebuilt?: true;
  /** For the call's request. */
  readonly request: { readonly digest?: string };
}

/**
 * Nothing in an output proves which commit it was built of. So whoever says it is the role that ships, and whether
 * anybody may is the protected branch's word: not the commit's, and not that of a job that only plans.
 * @throws SHIPLOCK_PREBUILT_NOT_ALLOWED, and what `check` throws
 */
export async function checkPrebuilt({ prebuilt, environment }: ReleaseContext): Promise<void> {
  if (!prebuilt) return;
  if (!environment.prebuilt) throw notAllowed(environment.name);
  await prebuilt.check('production');
}

/** @throws SHIPLOCK_PREBUILT_ROLE */
export function requireShippingRole({ context, unrecorded }: Session): void {
  if (!context.prebuilt || !unrecorded || context.dryRun) return;
  throw configurationError({
    code: 'SHIPLOCK_PREBUILT_ROLE',
    what: 'the input prebuilt is set, but this job’s database role can only plan, and cannot say that the output was built from this commit',
    notDone: ['nothing was uploaded'],
    next: 'Run `vercel build` and deploy in one job whose role can ship (the protected environment), or leave prebuilt out: then Vercel builds the commit.',
  });
}

export function notAllowed(environment: string) {
  return configurationError({
    code: 'SHIPLOCK_PREBUILT_NOT_ALLOWED',
    what: `the settings of the protected branch do not allow ${environment} to ship what a job built itself`,
    notDone: ['nothing was uploaded, no traffic was moved'],
    next: `Leave the input prebuilt out, so that Vercel builds the commit. To allow it, merge \`environments.${environment}.vercel.prebuilt: true\` in shiplock.yml into the protected branch.`,
  });
}

/** The commit’s files; or what was built of them, with its source maps at the error tracker and no longer in it. */
export async function whatIsUploaded(session: Session): Promise<Upload> {
  const { source, prebuilt } = session.context;
  if (!prebuilt) return { source, request: {} };
  await takeOutSourceMaps(session, prebuilt);
  const [digest = ''] = await listedAs(session.context.hosting, prebuilt.source);
  return { source: prebuilt.source, prebuilt: true, request: { digest } };
}

/**
 * Injecting changes the files, so it comes before they are hashed; and a map is deleted only when the tracker has it.
 * @throws SHIPLOCK_SOURCE_MAPS_MISSING
 */
async function takeOutSourceMaps(session: Session, prebuilt: Prebuilt): Promise<void> {
  const { errorTracker, dryRun, warn } = session.context;
  const maps = await prebuilt.sourceMaps();
  if (!errorTracker) {
    if (maps > 0)
      warn(
        `${count(maps, 'source map')} of the output will be served: no error tracker is set up that could take them`,
      );
    return;
  }
  if (maps > 0) await upload(session, prebuilt);
  if (dryRun) return;
  await verify(session, await prebuilt.debugIds(), maps > 0);
  await prebuilt.removeSourceMaps();
}

async function upload(session: Session, prebuilt: Prebuilt): Promise<void> {
  const { errorTracker, say } = session.context;
  const version = session.release.id;
  const name = uploadSourceMaps.name(errorTracker!);
  const before = session.state.calls.filter((call) => call.name === name && call.state === 'begun').length;
  await session.seam('deploy').write(
    uploadSourceMaps.with(errorTracker!, {
      // Never taken for done: it changes the files of this very checkout, and uploading the same again is harmless.
      key: `attempt ${before + 1}`,
      request: { version, directory: prebuilt.folder },
      input: { version, directory: prebuilt.folder, say },
    }),
  );
}

async function verify(session: Session, ids: readonly string[], uploaded: boolean): Promise<void> {
  const { errorTracker, say, warn } = session.context;
  if (!errorTracker?.unknownDebugIds) return;
  if (ids.length === 0) {
    warn(
      'no JavaScript of the output has a debug id, so errors in browsers will show minified code: build with source maps (Next.js: productionBrowserSourceMaps)',
    );
    return;
  }
  const { asked, unknown } = await errorTracker.unknownDebugIds({ ids, say });
  if (unknown.length === 0) {
    say(`${errorTracker.vendor} has the source maps of ${count(asked, 'file')}, by debug id`);
    return;
  }
  const what = `${errorTracker.vendor} has no source map for ${unknown.length} of ${count(asked, 'debug id')} in the output, such as ${unknown[0]}`;
  // Somebody else uploaded those, perhaps to another project.
  if (!uploaded) return warn(`${what}; the build uploaded them itself, or took its source maps out`);
  throw failure({
    code: 'SHIPLOCK_SOURCE_MAPS_MISSING',
    what,
    done: ['source maps were uploaded'],
    notDone: ['nothing was uploaded to hosting, no domain was moved, no migration was applied'],
    next: 'Run the job again: it builds and uploads the source maps again. If the error persists, check in Settings → Source Maps of the Sentry project whether the bundle arrived.',
  });
}
