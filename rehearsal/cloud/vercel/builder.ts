import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { unpackArchive } from './archive.ts';
import { type DeploymentFile, type FileStore, safePath } from './files.ts';
import { whyNotServed } from './output/config.ts';
import { endGroup, spawnGroup } from './process-group.ts';
import type { DeploymentState, ProjectState } from './state.ts';

export interface BuildResult {
  readonly ok: boolean;
  /** Vercel's words for a failed build. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Folder that `next start` runs in, or whose files are served. */
  readonly directory: string;
  readonly kind: ServedKind;
}

/** How a folder is served: by `next start`, as files, or as `vercel build` left it. */
export type ServedKind = 'next' | 'files' | 'output';

const LOCK_FILES = ['pnpm-lock.yaml', 'package-lock.json', 'yarn.lock', 'bun.lock', 'bun.lockb'];

/**
 * Really builds what was uploaded, one deployment after the other, all of them in one fixed folder that is then moved:
 * Turbopack's cache knows files by their path and would be useless in a new folder each time. So staging's build of a
 * commit makes production's quick.
 */
export class Builder {
  readonly #root: string;
  readonly #deployments: string;
  readonly #cache: string;
  readonly #files: FileStore;
  #queue: Promise<unknown> = Promise.resolve();
  #current: { id: string; child: ChildProcess } | undefined;
  #closed = false;

  constructor(options: { root: string; workDir: string; cacheDir: string; files: FileStore }) {
    this.#root = options.root;
    this.#deployments = join(options.workDir, 'deployments');
    this.#cache = options.cacheDir;
    this.#files = options.files;
    // Modules are found by walking up from the build; outside the repository there would be none.
    if (relative(options.root, options.workDir).startsWith('..'))
      throw new Error(`workDir ${options.workDir} must lie inside ${options.root}`);
  }

  /** Queues a build; `starting` is called when its turn comes and may say no (canceled meanwhile). */
  build(
    deployment: DeploymentState,
    project: ProjectState,
    files: readonly DeploymentFile[],
    starting: () => boolean,
  ): Promise<BuildResult | undefined> {
    const turn = this.#queue.then(() =>
      !this.#closed && starting() ? this.#build(deployment, project, files) : undefined,
    );
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async cancel(id: string): Promise<void> {
    if (this.#current?.id === id) await endGroup(this.#current.child);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#current) await endGroup(this.#current.child);
    await this.#queue;
    await rm(this.#deployments, { recursive: true, force: true });
  }

  async #build(
    deployment: DeploymentState,
    project: ProjectState,
    files: readonly DeploymentFile[],
  ): Promise<BuildResult> {
    const place = join(this.#deployments, 'build');
    const rootDirectory = safePath(project.rootDirectory ?? '.');
    const cache = join(this.#cache, project.rootDirectory?.replace(/\W+/g, '-') ?? 'root');
    const next = (base: string) => join(base, rootDirectory, '.next');
    await rm(place, { recursive: true, force: true });
    await mkdir(place, { recursive: true });
    await this.#files.layOut(files, place);
    await unpackArchive(place);
    if (deployment.prebuilt) return this.#prebuilt(deployment, place, rootDirectory);
    await this.#standInForInstall(place, rootDirectory);
    await mkdir(next(place), { recursive: true });
    // Taken and given back by renaming, so that two local clouds at once never write to the same one.
    await rename(cache, join(next(place), 'cache')).catch(() => undefined);
    const code = await this.#run(deployment, join(place, rootDirectory));
    if (existsSync(join(next(place), 'cache'))) {
      // The data cache belongs to one deployment's life; only the compiler's may be shared.
      await rm(join(next(place), 'cache', 'fetch-cache'), { recursive: true, force: true });
      await mkdir(dirname(cache), { recursive: true });
      await rm(cache, { recursive: true, force: true });
      await rename(join(next(place), 'cache'), cache).catch(() => undefined);
    }
    const home = join(this.#deployments, deployment.id);
    await rename(place, home);
    const directory = join(home, rootDirectory);
    const kind = deployment.settings.framework === null ? 'files' : 'next';
    if (code === 0)
      return {
        ok: true,
        kind,
        directory: kind === 'files' ? publicFolder(deployment, directory) : directory,
      };
    const message = `Command "${await this.#command(deployment, directory)}" exited with ${code}`;
    return { ok: false, error: { code: 'BUILD_UTILS_SPAWN_1', message }, directory, kind };
  }

  /** What `vercel build` made elsewhere is taken as it is: https://vercel.com/docs/build-output-api/v3 */
  async #prebuilt(deployment: DeploymentState, place: string, rootDirectory: string): Promise<BuildResult> {
    const home = join(this.#deployments, deployment.id);
    await rename(place, home);
    // Where it was built in the app's own folder, and where it was built above it.
    const found = [join(home, '.vercel/output'), join(home, rootDirectory, '.vercel/output')].find((folder) =>
      existsSync(join(folder, 'config.json')),
    );
    const directory = found ?? home;
    const why = found
      ? await whyNotServed(found)
      : 'Config file was not found at ".vercel/output/config.json"';
    if (why === undefined) return { ok: true, kind: 'output', directory };
    deployment.log.push({ at: Date.now(), type: 'stderr', text: `${why}\n` });
    return { ok: false, error: { code: 'INVALID_PREBUILT', message: why }, directory, kind: 'output' };
  }

  /**
   * Vercel installs dependencies first. Here they are installed in the repository above, so what marks a root of its
   * own (lock files, `workspaces`) goes, or Next.js would not look further up:
   * https://nextjs.org/docs/app/api-reference/config/next-config-js/turbopack#root-directory
   */
  async #standInForInstall(place: string, rootDirectory: string): Promise<void> {
    for (const base of new Set([place, join(place, rootDirectory)])) {
      for (const name of [...LOCK_FILES, 'pnpm-workspace.yaml']) await rm(join(base, name), { force: true });
      const manifest = join(base, 'package.json');
      if (!existsSync(manifest)) continue;
      const { workspaces, ...rest } = JSON.parse(await readFile(manifest, 'utf8')) as Record<string, unknown>;
      if (workspaces !== undefined) await writeFile(manifest, JSON.stringify(rest, null, 2));
    }
    // Versions that npm could not hoist live in the workspace's own folder.
    const own = join(this.#root, rootDirectory, 'node_modules');
    const target = join(place, rootDirectory, 'node_modules');
    if (rootDirectory !== '.' && existsSync(own) && !existsSync(target)) await symlink(own, target);
  }

  async #command({ settings }: DeploymentState, directory: string): Promise<string> {
    if (settings.buildCommand !== null) return settings.buildCommand;
    const manifest = join(directory, 'package.json');
    const usual = settings.framework === null ? '' : 'next build';
    if (!existsSync(manifest)) return usual;
    const { scripts } = JSON.parse(await readFile(manifest, 'utf8')) as { scripts?: Record<string, string> };
    return scripts?.['vercel-build'] ?? scripts?.['build'] ?? usual;
  }

  async #run(deployment: DeploymentState, directory: string): Promise<number> {
    const command = await this.#command(deployment, directory);
    // Canceled while its files were laid out, or everything is being put away.
    if (this.#closed || deployment.readyState === 'CANCELED') return 137;
    const say = (type: 'stdout' | 'stderr' | 'command', text: string) =>
      deployment.log.push({ at: Date.now(), type, text });
    if (command === '') return 0;
    say('command', `Running "${command}"`);
    const child = spawnGroup('/bin/sh', ['-c', command], {
      cwd: directory,
      env: { ...processEnvironment(this.#root), ...deployment.buildEnv },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#current = { id: deployment.id, child };
    for (const type of ['stdout', 'stderr'] as const)
      child[type]?.setEncoding('utf8').on('data', (text: string) => say(type, text));
    const code = await new Promise<number>((resolve) => {
      child.once('error', (error) => {
        say('stderr', error.message);
        resolve(127);
      });
      child.once('close', (exit) => resolve(exit ?? 137));
    });
    this.#current = undefined;
    return code;
  }
}

/** Of a project without a framework: https://vercel.com/docs/builds/configure-a-build#output-directory */
function publicFolder({ settings }: DeploymentState, directory: string): string {
  if (settings.outputDirectory !== null) return join(directory, safePath(settings.outputDirectory));
  const usual = join(directory, 'public');
  return existsSync(usual) ? usual : directory;
}

/** A clean environment: what a deployment may know comes from its project, not from who started the local cloud. */
export function processEnvironment(root: string): Record<string, string> {
  const inherited = ['HOME', 'LANG', 'TMPDIR', 'SystemRoot'].flatMap((key) =>
    process.env[key] === undefined ? [] : [[key, process.env[key]] as const],
  );
  const path = [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''];
  return {
    ...Object.fromEntries(inherited),
    PATH: path.join(delimiter),
    CI: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
