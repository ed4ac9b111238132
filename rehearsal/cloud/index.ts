import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { invented } from '../field-keys.ts';
import { type Cloud, ENVIRONMENTS, type EnvironmentName, type PartName, type VercelPart } from './cloud.ts';
import { startGithub } from './github/index.ts';
import { AccessLog, canarySecret, Faults, hexSecret, type MakeSecret } from './kit/index.ts';
import { startPage } from './page/index.ts';
import { databaseFaults } from './postgres/faults.ts';
import { startPostgres } from './postgres/index.ts';
import { startSentry } from './sentry/index.ts';
import { startSlack } from './slack/index.ts';
import { claimSlot } from './slot.ts';
import { prepareAuthSchema, startSupabase } from './supabase/index.ts';
import { startVercel } from './vercel/index.ts';

export { type Cloud, ENVIRONMENTS, type EnvironmentName, type PartName, type VercelPart } from './cloud.ts';

export interface CloudOptions {
  /** The repository: its node_modules serve the builds. */
  readonly root: string;
  /** Inside the repository (default `rehearsal/.work`); what is put there is removed on close. */
  readonly workDir?: string;
  /** Start these parts alone. `supabase` brings `postgres` with it. */
  readonly only?: readonly PartName[];
  /** Serve the page to click through. */
  readonly stay?: boolean;
  /** `owner/name` of the repository at GitHub and Sentry. */
  readonly repository?: string;
  /** Credentials that look different in every encoding, to be searched for afterwards. */
  readonly canaries?: boolean;
  /** Folder of the app inside what is uploaded to Vercel, e.g. `app`. */
  readonly rootDirectory?: string;
  /** Deployments that are not built, and answer as the smallest app would (vercel/light.ts). */
  readonly light?: boolean;
}

type Started = { -readonly [Name in PartName | 'page']?: Cloud[Name] };

/** Starts the vendors on this machine, each on an ephemeral port of 127.0.0.1, with secrets made for this run. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const root = resolve(options.root);
  const faults = new Faults();
  const log = new AccessLog();
  const parts: Started = {};
  const slot = await claimSlot(resolve(options.workDir ?? join(root, 'rehearsal/.work')));
  const workDir = slot.directory;
  const closers: (() => Promise<void>)[] = [() => slot.release()];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(closers);
    return closing;
  };
  const wants = (name: PartName) => !options.only || options.only.includes(name);
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closers.unshift(() => part.close());
    return part;
  };
  const repository = options.repository ?? 'acme/storefront';
  const secret = options.canaries ? canarySecret : hexSecret;
  const common = { faults, log, repository, secret };

  const data = async () => {
    if (!wants('postgres') && !wants('supabase')) return;
    const postgres = keep(
      await startPostgres({
        workDir,
        faults: databaseFaults(faults),
        prepareTemplate: prepareAuthSchema,
        secret,
      }),
    );
    parts.postgres = postgres;
    if (!wants('supabase')) return;
    const project = async (database: string) =>
      keep(await startSupabase({ postgres, database, faults, log, secret }));
    const [staging, production] = await Promise.all([project('staging'), project('production')]);
    parts.supabase = { staging, production };
  };
  const started = await Promise.allSettled([
    data(),
    wants('github') &&
      startGithub(common).then((part) => {
        parts.github = keep(part);
      }),
    wants('sentry') &&
      startSentry(common).then((part) => {
        parts.sentry = keep(part);
      }),
    wants('slack') &&
      startSlack(common).then((part) => {
        parts.slack = keep(part);
      }),
  ]);
  try {
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    if (wants('vercel')) parts.vercel = keep(await vercelFor(parts, { ...options, root, workDir }, common));
    const cloud = assemble(parts, { faults, log, close });
    if (options.stay) parts.page = keep(await startPage(cloud));
    return cloud;
  } catch (error) {
    await close();
    throw error;
  }
}

async function vercelFor(
  parts: Started,
  options: CloudOptions & { root: string; workDir: string },
  common: { faults: Faults; log: AccessLog; repository: string; secret: MakeSecret },
): Promise<VercelPart> {
  const token = common.secret();
  const deployToken = common.secret();
  const teamId = 'team_acme';
  const name = common.repository.split('/')[1] ?? 'app';
  const project = (environment: EnvironmentName) => ({
    id: `prj_${environment}`,
    name: environment === 'production' ? name : `${name}-${environment}`,
    protectionBypass: common.secret(),
  });
  // Of both: staging's build of a commit makes production's quick.
  const builds = { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
  const projects = { staging: project('staging'), production: project('production') };
  const vercel = await startVercel({
    root: options.root,
    workDir: join(options.workDir, 'vercel'),
    tokens: [token],
    deployTokens: [deployToken],
    team: { id: teamId, slug: 'acme', name: 'Acme' },
    projects: ENVIRONMENTS.map((environment) => {
      const env = { ...appEnvironment(parts, environment), ...builds };
      return {
        ...projects[environment],
        env: { production: env, preview: env },
        domains: [environment],
        ...(options.rootDirectory ? { rootDirectory: options.rootDirectory } : {}),
      };
    }),
    faults: common.faults,
    log: common.log,
    ...(options.light ? { light: true } : {}),
  });
  return Object.assign(vercel, { token, deployToken, teamId, projects });
}

/** What the app's project has in its settings. */
function appEnvironment(parts: Started, environment: EnvironmentName): Record<string, string> {
  const supabase = parts.supabase?.[environment];
  return {
    SHIPLOCK_ENVIRONMENT: environment,
    ...(supabase
      ? {
          NEXT_PUBLIC_SUPABASE_URL: supabase.url,
          NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
          SUPABASE_SECRET_KEY: supabase.secretKey,
          ...invented(),
        }
      : {}),
    ...(parts.sentry ? { NEXT_PUBLIC_SENTRY_DSN: parts.sentry.dsn } : {}),
  };
}

function assemble(parts: Started, rest: Pick<Cloud, 'faults' | 'log' | 'close'>): Cloud {
  const part = <Name extends keyof Started>(name: Name): NonNullable<Started[Name]> => {
    const found = parts[name];
    if (found) return found;
    throw new Error(`the local cloud was started without ${name}`);
  };
  return {
    ...rest,
    get urls() {
      return urlsOf(parts);
    },
    get secrets() {
      return secretsOf(parts);
    },
    get postgres() {
      return part('postgres');
    },
    get supabase() {
      return part('supabase');
    },
    get github() {
      return part('github');
    },
    get sentry() {
      return part('sentry');
    },
    get slack() {
      return part('slack');
    },
    get vercel() {
      return part('vercel');
    },
    get page() {
      return part('page');
    },
    unimplemented: () => [
      ...rest.log.unimplemented.map(
        ({ vendor, method, path }) => `${vendor}: ${method} ${path} is not implemented`,
      ),
      ...rest.log.crashes.map(({ vendor, call, message }) => `${vendor}: ${call} crashed: ${message}`),
    ],
  };
}

function urlsOf({
  postgres,
  supabase,
  github,
  sentry,
  slack,
  vercel,
  page,
}: Started): Record<string, string> {
  return {
    ...(page ? { page: page.url } : {}),
    ...(vercel
      ? {
          vercel: vercel.url,
          'vercel.staging': vercel.domainUrl('staging'),
          'vercel.production': vercel.domainUrl('production'),
        }
      : {}),
    ...(github ? { github: github.url } : {}),
    ...(sentry ? { sentry: sentry.url } : {}),
    ...(slack ? { slack: slack.url } : {}),
    ...(supabase
      ? { 'supabase.staging': supabase.staging.url, 'supabase.production': supabase.production.url }
      : {}),
    ...(postgres ? { postgres: `postgresql://${postgres.host}:${postgres.port}` } : {}),
  };
}

function secretsOf({ postgres, supabase, github, sentry, slack, vercel }: Started): string[] {
  return [
    ...(postgres?.secrets ?? []),
    ...(supabase ? [supabase.staging.secretKey, supabase.production.secretKey] : []),
    ...Object.values(github?.tokens ?? {}),
    ...(sentry ? [sentry.token, sentry.organizationToken] : []),
    ...(slack ? [slack.token, slack.webhookUrl] : []),
    ...(vercel
      ? [
          vercel.token,
          vercel.deployToken,
          ...Object.values(vercel.projects).map((project) => project.protectionBypass),
        ]
      : []),
  ];
}

/** Last started, first closed; one that fails to close does not keep the others running. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const problems: unknown[] = [];
  for (const closer of closers)
    await closer().catch((error: unknown) => {
      problems.push(error);
    });
  if (problems.length > 0) throw new AggregateError(problems, 'some parts of the local cloud did not close');
}
