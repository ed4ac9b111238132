import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { count } from '../present/count.ts';
import type { ReleaseContext } from '../release/context.ts';
import { failure } from '../release/errors.ts';
import type { Hosting, HostingSetup } from '../release/ports.ts';

/** What a check saw; `skipped`: it looked at nothing, and says why and what would make it look. */
export type Seen = { readonly seen: string } | { readonly skipped: string };

/** Folders of the app, as settings and hosting name them. */
export interface AppFolders {
  /** Absolute. */
  readonly uploaded: string;
  /** As `app.directory` says it. */
  readonly directory: string;
}

const vercelJson = z.object({
  git: z
    .object({ deploymentEnabled: z.union([z.boolean(), z.record(z.string(), z.boolean())]).optional() })
    .optional(),
});
const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});

/** Pushes that Vercel deploys by itself would move production's domains past every plan. */
export async function gitDeployments(setup: HostingSetup, app: AppFolders): Promise<Seen> {
  const { deploysFrom } = setup;
  if (!deploysFrom) return { seen: 'the project is not connected to a repository' };
  if (deploysFrom.off)
    return { seen: `${deploysFrom.repository} is connected, and the project does not deploy its pushes` };
  const file = path.join(app.uploaded, setup.rootDirectory ?? '', 'vercel.json');
  const { git } = await json(file, vercelJson);
  const enabled = git?.deploymentEnabled;
  const { repository, branch = 'main' } = deploysFrom;
  if (enabled === false || (typeof enabled === 'object' && enabled[branch] === false))
    return { seen: `${repository} is connected, and vercel.json switches its deployments off` };
  throw wrong(
    `Vercel automatically deploys pushes to ${repository}, and pushes to ${branch} go to production without a plan`,
    `Write {"git": {"deploymentEnabled": false}} into ${path.relative(app.uploaded, file) || 'vercel.json'} in the uploaded folder (${app.directory}), or disconnect the repository: Vercel → Settings → Git.`,
  );
}

/** What is uploaded must hold the app where hosting looks for it, and what the app is built of. */
export async function appFolder(
  setup: HostingSetup,
  app: AppFolders,
  files: readonly { readonly path: string }[],
): Promise<Seen> {
  const { rootDirectory } = setup;
  const inside = rootDirectory ? `${rootDirectory}/package.json` : 'package.json';
  const there = (file: string) => files.some((one) => one.path === file);
  const settings = `app.directory is ${app.directory}, and Vercel's Root Directory is ${rootDirectory ?? 'empty'}`;
  if (!there(inside))
    throw wrong(
      `${settings}: the commit has no ${path.posix.join(app.directory, inside)}`,
      'Root Directory is relative to app.directory. In a monorepo, set app.directory to . and Root Directory to the folder of the app.',
    );
  const { dependencies, devDependencies } = await json(path.join(app.uploaded, inside), manifest);
  const outside = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => version.startsWith('workspace:') || /^(file|link):\.\./.test(version),
  );
  if (outside.length > 0 && !rootDirectory)
    throw wrong(
      `${settings}: the app depends on ${outside.map(([name]) => name).join(', ')} outside this folder, which Shiplock does not upload`,
      `Set app.directory to the root of the workspace (.), and Vercel's Root Directory to the folder of the app.`,
    );
  return { seen: `${count(files.length, 'file')} of the commit, ${settings}` };
}

type RouteContext = Pick<ReleaseContext, 'ready'> & {
  readonly hosting: Pick<Hosting, 'live' | 'deployment' | 'protectionHeaders'>;
};

/** The deployment that serves is asked what the staged one will be asked. */
export async function readyRoute(context: RouteContext): Promise<Seen> {
  const live = await context.hosting.live();
  const later = 'deploy, plan and migrate ask the staged deployment before anything migrates';
  if (!live.deploymentId) return { skipped: `nothing serves yet; ${later}` };
  const serving = await context.hosting.deployment(live.deploymentId);
  if (!serving) return { skipped: `could not read deployment ${live.deploymentId}; ${later}` };
  const looks = await context.ready({
    url: serving.url,
    headers: context.hosting.protectionHeaders(),
    releaseId: serving.releaseId ?? '',
    commit: serving.commit ?? '',
  });
  if (looks.length === 0) return { skipped: 'the settings name no path that says which release answers' };
  const said = looks.map((look) => `${look.path} of ${serving.id}: ${look.said}`).join('; ');
  if (looks.every(({ state }) => state === 'answers')) return { seen: said };
  if (!serving.releaseId)
    return { skipped: `Shiplock did not deploy the live deployment (${said}); ${later}` };
  throw wrong(
    said,
    'Add the route (docs/adopting.md), or set vercel.confirmPath: false and your own probes.',
  );
}

async function json<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<Partial<z.infer<Schema> & object>> {
  if (!existsSync(file)) return {};
  const read = schema.safeParse(parse(await readFile(file, 'utf8')));
  if (read.success) return read.data as Partial<z.infer<Schema> & object>;
  throw wrong(`could not read ${file}`, 'Fix that file.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrong(what: string, next: string) {
  return failure({ code: 'SHIPLOCK_DOCTOR', what, notDone: ['nothing was changed'], next });
}
