import { z } from 'zod';
import { isDomain, isOwnPath, OWN_PATH } from '../http/same-origin.ts';

/** The project at Vercel, and what may be shipped there. Secrets never come from this file. */
export const vercelSettings = z.strictObject({
  project: z.string().optional().describe('Vercel project id or name.'),
  team: z.string().optional().describe('Vercel team id (team_…), if the project belongs to a team.'),
  domains: z
    .array(z.string().refine(isDomain, { error: 'must be a host name, such as www.example.com' }))
    .optional()
    .describe('Domains that must move. Default: the project’s domains.'),
  otherProjects: z
    .array(
      z.strictObject({
        variable: z.string().min(1).describe('Name of the environment variable.'),
        reason: z.string().min(10).describe('Why, for readers of the log.'),
      }),
    )
    .default([])
    .describe(
      'Environment variables such as `DATABASE_URL` that lead to another Supabase project than the one that is migrated, on purpose.',
    ),
  prebuilt: z
    .boolean()
    .default(false)
    .describe(
      'Whether a job may build the app itself and ship what it built (input `prebuilt`), instead of Vercel building the commit. The protected branch decides.',
    ),
  previewDomain: z
    .string()
    .refine((name) => /^[^{}:/]*\{number\}[^{}:/]*$/.test(name) && isDomain(name.replace('{number}', '1')), {
      error: 'must be a host name with {number} in it, such as pr-{number}.preview.example.com',
    })
    .optional()
    .describe(
      'Domain of a pull request’s previews, with `{number}` for its number. Each push points it at the newest one. Default: each preview has its own address only.',
    ),
  confirmPath: z
    .union([z.string().refine(isOwnPath, OWN_PATH), z.literal(false)])
    .default('/api/health/ready')
    .describe(
      'Path that answers with JSON naming the release or commit; Shiplock requests it through each domain after traffic moved. `false`: no request.',
    ),
});
