import { createHash } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import type { Route } from './route.ts';
import { type Bundle, Failure, notFound, type SentryState } from './state.ts';

/**
 * Uploading of source maps: files go up in chunks named by their SHA-1, then "assemble" asks for the whole.
 * https://github.com/getsentry/sentry/blob/master/src/sentry/api/endpoints/chunk.py, …/organization_artifactbundle_assemble.py
 */
export function artifactRoutes(route: Route, chunks: Map<string, Buffer>): void {
  const upload = '/api/0/organizations/:org/chunk-upload/';

  route('GET', upload, 'sentry.chunk-options', (c) =>
    c.json({
      url: `${new URL(c.req.url).origin}${c.req.path}`,
      chunkSize: 8 * 1024 * 1024,
      chunksPerRequest: 64,
      maxFileSize: 2 * 1024 ** 3,
      maxRequestSize: 32 * 1024 * 1024,
      concurrency: 4,
      hashAlgorithm: 'sha1',
      compression: ['gzip'],
      accept: [
        'debug_files',
        'release_files',
        'pdbs',
        'sources',
        'portablepdbs',
        'artifact_bundles',
        'artifact_bundles_v2',
      ],
    }),
  );

  route('POST', upload, 'sentry.upload-source-maps', async (c) => {
    const form = await c.req.formData();
    for (const [field, value] of form.entries()) {
      if (typeof value === 'string') continue;
      const raw = Buffer.from(await value.arrayBuffer());
      const bytes = field === 'file_gzip' ? gunzipSync(raw) : raw;
      if (sha1(bytes) !== value.name) throw new Failure(400, { error: 'Invalid checksum for chunk' });
      chunks.set(value.name, bytes);
    }
    return c.json([]);
  });

  route(
    'POST',
    [
      '/api/0/organizations/:org/artifactbundle/assemble/',
      '/api/0/organizations/:org/artifact-bundle/assemble/',
    ],
    'sentry.upload-source-maps',
    async (c, state) => {
      const body = (await c.req.json()) as {
        checksum: string;
        chunks: string[];
        version?: string;
        projects?: string[];
      };
      const known = state.bundles.some((bundle) => bundle.checksum === body.checksum);
      if (known) return c.json({ state: 'ok', missingChunks: [] });
      const missing = body.chunks.filter((chunk) => !chunks.has(chunk));
      if (missing.length > 0) return c.json({ state: 'not_found', missingChunks: missing });
      const whole = Buffer.concat(body.chunks.map((chunk) => chunks.get(chunk)!));
      if (sha1(whole) !== body.checksum)
        return c.json({ state: 'error', missingChunks: [], detail: 'Reported checksum mismatch' });
      state.bundles.push(readBundle(state, whole, body));
      for (const chunk of body.chunks) chunks.delete(chunk);
      // As the real one: assembling is a job, a later ask finds it done.
      return c.json({ state: 'created', missingChunks: [] });
    },
  );
}

/** `…/artifact-lookup/?debug_id=`: https://github.com/getsentry/sentry/blob/master/src/sentry/api/endpoints/artifact_lookup.py */
export function lookupRoutes(route: Route): void {
  route('GET', '/api/0/projects/:org/:project/artifact-lookup/', 'sentry.artifact-lookup', (c, state) => {
    const project = state.projects.find((one) => one.slug === c.req.param('project'));
    if (!project) throw notFound();
    const id = c.req.query('debug_id')?.toLowerCase();
    const bundles = state.bundles.filter(
      ({ projects, files }) => projects.includes(project.slug) && files.some(({ debugId }) => debugId === id),
    );
    return c.json(
      bundles.map(({ checksum }) => ({
        id: checksum,
        type: 'bundle',
        url: `${new URL(c.req.url).origin}${c.req.path}?download=artifact_bundle/${checksum}`,
        resolved_with: 'debug-id',
      })),
    );
  });
}

const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');

function readBundle(
  state: SentryState,
  whole: Buffer,
  asked: { checksum: string; version?: string; projects?: string[] },
): Bundle {
  const manifest = unzip(whole).get('manifest.json');
  if (!manifest) throw new Failure(400, { error: 'The bundle has no manifest.json' });
  const { files = {} } = JSON.parse(manifest.toString('utf8')) as {
    files?: Record<string, { url?: string; type?: string; headers?: Record<string, string> }>;
  };
  for (const slug of asked.projects ?? [])
    if (!state.projects.some((project) => project.slug === slug || project.id === slug))
      throw new Failure(400, { projects: ['Invalid projects'] });
  return {
    checksum: asked.checksum,
    version: asked.version ?? null,
    projects: asked.projects ?? [],
    files: Object.entries(files).map(([path, { url, type, headers }]) => ({
      path: url ?? path,
      type: type ?? 'unknown',
      ...(headers?.['debug-id'] ? { debugId: headers['debug-id'] } : {}),
    })),
  };
}

/** Files of a ZIP by its central directory: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT §4.3 */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Failure(400, { error: 'The bundle is not a ZIP archive' });
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    files.set(name, method === 8 ? inflateRawSync(data) : Buffer.from(data));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
