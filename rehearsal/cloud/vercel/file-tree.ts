import { createHash } from 'node:crypto';
import type { DeploymentFile, EmptyFolder } from './files.ts';

/** Vercel's `FileTree`, as its OpenAPI document and @vercel/sdk have it. */
export interface TreeEntry {
  readonly name: string;
  readonly type: 'directory' | 'file' | 'symlink';
  readonly mode: number;
  readonly uid?: string;
  readonly contentType?: string;
  readonly children?: TreeEntry[];
}

const DIRECTORY = 0o040755;
const FILE = 0o100644;
const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;

/**
 * `GET /v6/deployments/{id}/files`: what was uploaded in `src`, and, once it is built, `out` beside it. (What the build
 * made is not listed here; nobody asks for it.)
 */
export function fileTree(files: readonly DeploymentFile[], built: boolean): TreeEntry[] {
  const source = folder('src');
  const folders = new Map<string, TreeEntry & { children: TreeEntry[] }>([['', source]]);
  const at = (path: string): TreeEntry & { children: TreeEntry[] } => {
    const known = folders.get(path);
    if (known) return known;
    const cut = path.lastIndexOf('/');
    const made = folder(path.slice(cut + 1));
    at(cut === -1 ? '' : path.slice(0, cut)).children.push(made);
    folders.set(path, made);
    return made;
  };
  for (const file of files) {
    const cut = file.file.lastIndexOf('/');
    if ('sha' in file || 'data' in file)
      at(cut === -1 ? '' : file.file.slice(0, cut)).children.push(leaf(file.file.slice(cut + 1), file));
    else at(file.file);
  }
  return built ? [source, folder('out')] : [source];
}

const folder = (name: string): TreeEntry & { children: TreeEntry[] } => ({
  name,
  type: 'directory',
  mode: DIRECTORY,
  children: [],
});

function leaf(name: string, file: Exclude<DeploymentFile, EmptyFolder>): TreeEntry {
  const mode = file.mode ?? FILE;
  const uid =
    'sha' in file ? file.sha : createHash('sha1').update(Buffer.from(file.data, file.encoding)).digest('hex');
  return (mode & S_IFMT) === S_IFLNK
    ? { name, type: 'symlink', mode, uid }
    : { name, type: 'file', mode, uid, contentType: 'application/octet-stream' };
}
