import { createHash } from 'node:crypto';
import { memorySource } from '../release/source.fixture.ts';
import { sourceDigest } from '../release/source.ts';
import type { VercelOptions } from './options.ts';
import { hosting, say, shop, vercel } from './scripted.fixture.ts';

export const source = memorySource({ 'index.js': 'export default 1;\n' });
/** Of its one file. */
export const DIGEST = sourceDigest([
  { path: 'index.js', sha1: createHash('sha1').update('export default 1;\n').digest('hex') },
]);
export const stage = (more: Partial<VercelOptions> = {}, target: 'production' | 'preview' = 'production') =>
  hosting(more).stage({ releaseId: 'rel_n', commit: 'nnn', source, target, meta: { note: 'x' }, say });

/** The documented flow: refused with the missing files, uploaded, created. */
export function accepts(state = 'READY', more: Record<string, unknown> = {}): Record<string, unknown>[] {
  const bodies: Record<string, unknown>[] = [];
  const have = new Set<string>();
  vercel.on('POST /v2/files', { json: {} });
  vercel.on('POST /v13/deployments', ({ body }) => {
    const parsed = JSON.parse(body) as { files: { sha: string }[]; meta: Record<string, string> };
    bodies.push(parsed);
    const missing = parsed.files.map((file) => file.sha).filter((sha) => !have.has(sha));
    for (const sha of missing) have.add(sha);
    if (missing.length > 0)
      return { status: 400, json: { error: { code: 'missing_files', message: 'files', missing } } };
    shop.deployments['dpl_n'] = {
      id: 'dpl_n',
      url: 'n.example',
      readyState: state,
      meta: parsed.meta,
      ...more,
    };
    return { json: { ...shop.deployments['dpl_n'], readyState: 'QUEUED' } };
  });
  return bodies;
}
