import { z } from 'zod';
import { deploymentFile } from './files.ts';

const strings = z.record(z.string(), z.string());
const command = z.string().nullish();

/** What stands in vercel.json or in the project's settings, where this stand-in does something with it. */
const settings = z.object({
  framework: z.enum(['nextjs']).nullish(),
  buildCommand: command,
  outputDirectory: z.string().nullish(),
  installCommand: command,
  devCommand: command,
  rootDirectory: z.string().nullish(),
});

/**
 * The body of `POST /v13/deployments`: https://vercel.com/docs/rest-api/deployments/create-a-new-deployment. Vercel
 * refuses keys that it does not know, so a misspelt one must not pass at home either. Those of vercel.json come along.
 */
export const createBody = z.strictObject({
  name: z.string().min(1).max(100),
  project: z.string().optional(),
  files: z.array(deploymentFile).optional(),
  /** Builds the sources of this deployment again: redeploy, and the promotion of a preview. */
  deploymentId: z.string().optional(),
  target: z.enum(['production', 'staging', 'preview']).nullish(),
  customEnvironmentSlugOrId: z.string().optional(),
  meta: strings.default({}),
  env: strings.default({}),
  build: z.strictObject({ env: strings.default({}) }).default({ env: {} }),
  autoAssignCustomDomains: z.boolean().default(true),
  version: z.literal(2).optional(),
  gitMetadata: z.record(z.string(), z.unknown()).optional(),
  projectSettings: settings.loose().optional(),
  ...settings.omit({ rootDirectory: true }).shape,
  source: z.string().optional(),
  actor: z.string().optional(),
  public: z.boolean().optional(),
  regions: z.array(z.string()).optional(),
});
export type CreateBody = z.output<typeof createBody>;
