import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../../scripts/project.ts';

/** The smallest Next.js app that a release can be proved on: it says which release and commit it runs as. */
const FILES: Readonly<Record<string, string>> = {
  // Kept whole once it is built: the compiler's own cache would be written for nobody, and takes longer than the build.
  'next.config.mjs': 'export default { experimental: { turbopackFileSystemCacheForBuild: false } };',
  'app/layout.js':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.js': 'export default function Page() { return <h1>road</h1>; }',
  'app/api/health/ready/route.js': `export const dynamic = 'force-dynamic';
export function GET() {
  const { SHIPLOCK_RELEASE_ID: release, SHIPLOCK_COMMIT: commit } = process.env;
  return Response.json({ release, commit, status: 'ready' });
}`,
  // Broken for users only: a staged deployment has no visitors who come through a domain.
  'app/api/visit/route.js': `export const dynamic = 'force-dynamic';
export function GET() { return new Response(null, { status: process.env.VISITS === 'broken' ? 500 : 204 }); }`,
};

/**
 * Built by the real `next build` once; what it made is kept, because releases of these tests differ in their
 * environment and not in their code.
 */
export async function writeApp(directory: string): Promise<void> {
  const next = JSON.parse(await readFile(path.join(root, 'node_modules/next/package.json'), 'utf8')) as {
    version: string;
  };
  const print = createHash('sha256')
    .update(JSON.stringify([next.version, FILES]))
    .digest('hex')
    .slice(0, 12);
  const kept = path.join(root, `rehearsal/.work/road-build-${print}`);
  const build = `if [ -d '${kept}' ]; then cp -R '${kept}/.' .next/; else next build && cp -R .next '${kept}.'$$ && { mv '${kept}.'$$ '${kept}' || rm -rf '${kept}.'$$; }; fi`;
  const files = {
    ...FILES,
    'package.json': JSON.stringify({ name: 'road', private: true, scripts: { build } }),
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
