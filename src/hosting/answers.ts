import { z } from 'zod';

/**
 * The fields we use of Vercel's answers, and no others: a field that Vercel adds or drops elsewhere must not stop a
 * release. Shapes: https://vercel.com/docs/rest-api, and what Vercel's own CLI reads.
 */
const meta = z.record(z.string(), z.unknown()).nullish();

export const project = z.object({
  id: z.string(),
  name: z.string(),
  autoAssignCustomDomains: z.boolean().nullish(),
  /** Folder of the app inside of what is uploaded. */
  rootDirectory: z.string().nullish(),
  /** The repository whose pushes Vercel deploys by itself. */
  link: z
    .object({
      type: z.string().nullish(),
      org: z.string().nullish(),
      repo: z.string().nullish(),
      productionBranch: z.string().nullish(),
    })
    .nullish(),
  /** Whether pushes make deployments: https://vercel.com/docs/rest-api/projects (gitProviderOptions). */
  gitProviderOptions: z.object({ createDeployments: z.string().nullish() }).nullish(),
  targets: z.record(z.string(), z.object({ id: z.string(), meta }).nullish()).nullish(),
  /** Configuration of rolling releases; null where the project has none. */
  rollingRelease: z
    .object({
      stages: z
        .array(z.object({ targetPercentage: z.number(), requireApproval: z.boolean().nullish() }))
        .nullish(),
    })
    .nullish(),
  lastAliasRequest: z
    .object({
      fromDeploymentId: z.string().nullish(),
      toDeploymentId: z.string(),
      type: z.string(),
      jobStatus: z.string(),
      requestedAt: z.number(),
    })
    .nullish(),
});
export type Project = z.infer<typeof project>;

export const deployment = z.object({
  id: z.string(),
  url: z.string(),
  readyState: z.string(),
  projectId: z.string().nullish(),
  meta,
  errorCode: z.string().nullish(),
  errorMessage: z.string().nullish(),
  readyStateReason: z.string().nullish(),
  inspectorUrl: z.string().nullish(),
  /** Milliseconds: set by the project's retention policy, https://vercel.com/docs/deployment-retention */
  expiration: z.number().nullish(),
  softDeletedByRetention: z.boolean().nullish(),
});
export type DeploymentAnswer = z.infer<typeof deployment>;

export const deploymentList = z.object({
  deployments: z.array(
    z.object({
      uid: z.string(),
      created: z.number(),
      readyState: z.string().nullish(),
      state: z.string().nullish(),
      meta,
    }),
  ),
  pagination: z.object({ next: z.number().nullish() }).nullish(),
});

export const domainList = z.object({
  domains: z.array(
    z.object({
      name: z.string(),
      verified: z.boolean(),
      redirect: z.string().nullish(),
      gitBranch: z.string().nullish(),
      customEnvironmentId: z.string().nullish(),
    }),
  ),
  pagination: z.object({ next: z.number().nullish() }).nullish(),
});

export const domainConfig = z.object({ misconfigured: z.boolean() });

export const alias = z.object({
  projectId: z.string().nullish(),
  deploymentId: z.string().nullish(),
  deployment: z.object({ id: z.string() }).nullish(),
});

export const deploymentAliases = z.object({ aliases: z.array(z.object({ alias: z.string() })) });

export const failedAliases = z.object({
  aliases: z.array(z.object({ alias: z.string(), status: z.string().nullish() })).nullish(),
});

export const rolling = z.object({
  rollingRelease: z
    .object({
      state: z.string(),
      startedAt: z.number().nullish(),
      currentDeployment: z.object({ id: z.string() }).nullish(),
      canaryDeployment: z.object({ id: z.string() }).nullish(),
      stages: z
        .array(z.object({ targetPercentage: z.number(), requireApproval: z.boolean().nullish() }))
        .nullish(),
      activeStage: z
        .object({
          index: z.number().nullish(),
          targetPercentage: z.number().nullish(),
          /** Minutes, as Vercel's own CLI sends them. */
          duration: z.number().nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** Vercel's error envelope. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string().nullish(),
    message: z.string().nullish(),
    invalidToken: z.boolean().nullish(),
  }),
});

/** What one deployment builds and runs with: `vercel env pull` asks for the same. */
export const environmentOf = z.object({
  env: z.record(z.string(), z.string()).nullish(),
  buildEnv: z.record(z.string(), z.string()).nullish(),
});

/** Of the build log; where a line stands differs between versions of the answer. */
export const events = z.array(
  z.object({
    /** Milliseconds. */
    created: z.number().nullish(),
    text: z.string().nullish(),
    payload: z.object({ text: z.string().nullish() }).nullish(),
  }),
);

export interface FileTreeEntry {
  readonly name: string;
  readonly type: string;
  /** SHA-1 of the contents, of files. */
  readonly uid?: string | null | undefined;
  readonly children?: readonly FileTreeEntry[] | null | undefined;
}

/** A name is one part of a path: an entry that names another folder must not pass for a file of it. */
const entryName = z
  .string()
  .min(1)
  .refine((name) => name !== '.' && name !== '..' && !/[/\0]/.test(name), 'is not the name of a file');

export const fileTree: z.ZodType<FileTreeEntry[]> = z.array(
  z.object({
    name: entryName,
    type: z.string(),
    uid: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .nullish(),
    get children() {
      return fileTree.nullish();
    },
  }),
);

export const created = z.object({ id: z.string().min(1) });

/** Which files Vercel does not have yet; nothing was created. */
export const missingFiles = z.object({
  error: z.object({
    code: z.literal('missing_files'),
    missing: z.array(z.string().regex(/^[0-9a-f]{40}$/)).min(1),
  }),
});
