import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { z } from 'zod';
import { Problem } from './problem.ts';

const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;
const S_IFDIR = 0o040000;

/** It has neither contents nor a digest. */
const emptyFolder = z.strictObject({
  file: z.string().min(1),
  mode: z
    .number()
    .int()
    .refine((mode) => (mode & S_IFMT) === S_IFDIR),
});
export type EmptyFolder = z.output<typeof emptyFolder>;

export const deploymentFile = z.union([
  z.strictObject({
    file: z.string().min(1),
    sha: z.string().regex(/^[0-9a-f]{40}$/),
    size: z.number().int().nonnegative().optional(),
    mode: z.number().int().optional(),
  }),
  z.strictObject({
    file: z.string().min(1),
    data: z.string(),
    encoding: z.enum(['base64', 'utf-8']).default('utf-8'),
    mode: z.number().int().optional(),
  }),
  emptyFolder,
]);
export type DeploymentFile = z.output<typeof deploymentFile>;

/** Up to here a file is kept in memory, until there is so much of it: twenty thousand of them are no work for a disk. */
const SMALL = 64 * 1024;
const MOST_HELD = 64 * 2 ** 20;

/** Uploaded files by their sha1, as `POST /v2/files` keeps them. */
export class FileStore {
  readonly #directory: string;
  /** What is here, in memory or on disk; files of an earlier run are found on disk. */
  readonly #known = new Set<string>();
  readonly #small = new Map<string, Uint8Array>();
  #held = 0;
  #made: Promise<unknown> | undefined;
  readonly #ofDeployment = new Map<string, readonly DeploymentFile[]>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Stores bytes under the digest the client announced. @throws Problem when they are other bytes */
  async put(bytes: Uint8Array, digest: string | undefined, size: string | undefined): Promise<void> {
    if (!digest) throw new Problem(400, 'bad_request', 'The `x-now-digest` header is required');
    if (createHash('sha1').update(bytes).digest('hex') !== digest)
      throw new Problem(400, 'invalid_sha', 'The file contents do not match the digest');
    if (size !== undefined && Number(size) !== bytes.byteLength)
      throw new Problem(400, 'invalid_size', 'The file contents do not match the announced size');
    if (this.#known.has(digest)) return;
    if (bytes.byteLength <= SMALL && this.#held + bytes.byteLength <= MOST_HELD) {
      this.#held += bytes.byteLength;
      this.#small.set(digest, bytes);
    } else {
      this.#made ??= mkdir(this.#directory, { recursive: true });
      await this.#made;
      const partial = join(this.#directory, `${digest}.${process.hrtime.bigint()}`);
      await writeFile(partial, bytes);
      await rename(partial, join(this.#directory, digest));
    }
    this.#known.add(digest);
  }

  /** Notes what a deployment was created from. Kept here and not in the state, which is copied for stale reads. */
  keep(deploymentId: string, files: readonly DeploymentFile[]): void {
    this.#ofDeployment.set(deploymentId, files);
  }

  /** The files that a deployment was created from. */
  of(deploymentId: string): readonly DeploymentFile[] {
    return this.#ofDeployment.get(deploymentId) ?? [];
  }

  /** Digests that still have to be uploaded. */
  missing(files: readonly DeploymentFile[]): string[] {
    const digests = files.flatMap((file) => ('sha' in file ? [file.sha] : []));
    return [...new Set(digests)].filter(
      (digest) => !this.#known.has(digest) && !existsSync(join(this.#directory, digest)),
    );
  }

  /** Lays a deployment's files out in a folder, links and executable bits included. */
  async layOut(files: readonly DeploymentFile[], directory: string): Promise<void> {
    for (const file of files) {
      const path = join(directory, safePath(file.file));
      if (!('sha' in file) && !('data' in file)) {
        await mkdir(path, { recursive: true });
        continue;
      }
      const bytes =
        'sha' in file
          ? (this.#small.get(file.sha) ?? (await readFile(join(this.#directory, file.sha))))
          : Buffer.from(file.data, file.encoding);
      await mkdir(dirname(path), { recursive: true });
      if (((file.mode ?? 0) & S_IFMT) === S_IFLNK) {
        const target = Buffer.from(bytes).toString();
        safePath(join(dirname(file.file), target));
        await symlink(target, path);
        continue;
      }
      await writeFile(path, bytes);
      if ((file.mode ?? 0) & 0o111) await chmod(path, 0o755);
    }
  }
}

/** @throws Problem for a path that would leave the deployment's folder */
export function safePath(path: string): string {
  const normal = normalize(path);
  if (isAbsolute(normal) || normal.split(/[\\/]/)[0] === '..')
    throw new Problem(400, 'bad_request', `Invalid file path: ${path}`);
  return normal;
}
