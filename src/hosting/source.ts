import { OutsideCallError } from '../release/errors.ts';
import { type FileIdentity, sourceDigest } from '../release/source.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';

/**
 * The digest of the files that Vercel lists for a deployment: https://vercel.com/docs/rest-api/deployments/list-deployment-files.
 * Undefined where there is no deployment, or no list (Vercel keeps one where the files were uploaded, not where it built
 * from git). @throws OutsideCallError for a list with an entry that cannot be told: half a list is none.
 */
export async function readSourceDigest(api: VercelApi, idOrHost: string): Promise<string | undefined> {
  const id = await deploymentId(api, idOrHost);
  if (id === undefined) return undefined;
  const tree = await api.read(
    {
      name: 'vercel.files',
      doing: `list the files of deployment ${id}`,
      path: `/v6/deployments/${encodeURIComponent(id)}/files`,
      absent: true,
    },
    answers.fileTree,
  );
  if (tree === undefined) return undefined;
  const files = [...walk(id, sourceOf(tree), '')];
  return files.length === 0 ? undefined : sourceDigest(files);
}

/** The list is asked by id only; a host name is looked up first. */
async function deploymentId(api: VercelApi, idOrHost: string): Promise<string | undefined> {
  if (idOrHost.startsWith('dpl_')) return idOrHost;
  const found = await api.read(
    {
      name: 'vercel.deployment',
      doing: `read deployment ${idOrHost}`,
      path: `/v13/deployments/${encodeURIComponent(idOrHost)}`,
      absent: true,
    },
    answers.deployment,
  );
  return found?.id;
}

/**
 * Vercel keeps what was uploaded in a folder `src` of the list, with what the build made of it in `out` beside it. Its
 * reference does not say so and shows a file on top; a list without that pair of folders is taken as it is.
 */
function sourceOf(tree: readonly answers.FileTreeEntry[]): readonly answers.FileTreeEntry[] {
  const wrapped = tree.every(({ name, type }) => type === 'directory' && (name === 'src' || name === 'out'));
  const source = tree.find(({ name }) => name === 'src');
  return wrapped && source ? (source.children ?? []) : tree;
}

function* walk(
  id: string,
  entries: readonly answers.FileTreeEntry[],
  folder: string,
): Generator<FileIdentity> {
  for (const { name, type, uid, children } of entries) {
    const path = `${folder}${name}`;
    if (type === 'directory') yield* walk(id, children ?? [], `${path}/`);
    else if ((type === 'file' || type === 'symlink') && uid) yield { path, sha1: uid };
    else throw unlisted(id, path, type);
  }
}

function unlisted(id: string, path: string, type: string): OutsideCallError {
  return new OutsideCallError(
    {
      code: 'SHIPLOCK_VERCEL_ANSWER',
      what: `Vercel lists ${JSON.stringify(path)} of deployment ${id} as ${JSON.stringify(type)} without a digest, so Shiplock cannot tell what the deployment contains.`,
      next: 'Rerun the phase: it continues from here. If the error persists, replace that file with an ordinary one, and ship the new commit.',
    },
    { certainty: 'not-done' },
  );
}
