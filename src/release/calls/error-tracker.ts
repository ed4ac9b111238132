import { z } from 'zod';
import type { ErrorTracker } from '../ports.ts';
import { defineCall } from './define.ts';

type Input<Method extends 'openRelease' | 'uploadSourceMaps' | 'recordDeploy'> = Parameters<
  ErrorTracker[Method]
>[0];

export const openRelease = defineCall({
  verb: 'open-release',
  port: 'errorTracker',
  method: 'openRelease',
  does: 'Creates the release and binds its commits.',
  projection: true,
  request: z.strictObject({ version: z.string(), commit: z.string() }),
  result: z.object({ url: z.string(), warning: z.string().exactOptional() }),
  lost: {
    how: 'finds-first',
    says: 'Sends it again: a release is known by its version, and the same one stays one.',
  },
  run: (tracker, input: Input<'openRelease'>) => tracker.openRelease(input),
});

export const uploadSourceMaps = defineCall({
  verb: 'upload-source-maps',
  port: 'errorTracker',
  method: 'uploadSourceMaps',
  does: 'Injects debug ids into the built JavaScript and uploads its source maps.',
  request: z.strictObject({ version: z.string(), directory: z.string() }),
  result: z.object({ files: z.number() }),
  lost: { how: 'finds-first', says: 'Uploads again: a bundle is known by the hash of its content.' },
  run: (tracker, input: Input<'uploadSourceMaps'>) => tracker.uploadSourceMaps(input),
});

export const finalizeRelease = defineCall({
  verb: 'finalize-release',
  port: 'errorTracker',
  method: 'finalizeRelease',
  does: 'Sets the date of the release.',
  projection: true,
  request: z.strictObject({ version: z.string() }),
  result: z.object({}),
  lost: { how: 'finds-first', says: 'Reads the release first, and leaves a date that it has.' },
  run: async (tracker, { version }: { readonly version: string }) => {
    await tracker.finalizeRelease(version);
    return {};
  },
});

export const recordDeploy = defineCall({
  verb: 'record-deploy',
  port: 'errorTracker',
  method: 'recordDeploy',
  does: 'Adds the deploy of the release to an environment.',
  projection: true,
  request: z.strictObject({ version: z.string(), environment: z.string() }),
  result: z.object({}),
  lost: {
    how: 'finds-first',
    says: 'Lists the deploys first: the same environment and beginning is the same deploy. Where no record keeps the beginning, the same run is.',
  },
  run: async (tracker, input: Input<'recordDeploy'>) => {
    await tracker.recordDeploy(input);
    return {};
  },
});
