import { z } from 'zod';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** ISO weekday number, 1 is Monday, as luxon counts. */
export function weekdayNumber(day: Weekday): number {
  return WEEKDAYS.indexOf(day) + 1;
}

/** Not luxon's check: this schema is read at every action's start, luxon is needed only where a window is decided. */
function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/** A real date and time of day, without offset: 2026-02-30T10:00 is none. */
function isLocalTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return false;
  const date = new Date(`${text.length === 16 ? `${text}:00` : text}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const timezone = z
  .string()
  .refine((zone) => isTimeZone(zone), {
    error: 'is not an IANA time zone (expected one like Europe/Berlin)',
  })
  .describe('IANA time zone of the times, for example Europe/Berlin.');

const localTime = z.string().refine((text) => isLocalTime(text), {
  error: 'must be a local time like 2026-12-24T18:00, without offset: the time zone is a separate key',
});

const clock = (latest: RegExp) => z.string().regex(latest, { error: 'must be a time of day like 17:00' });

const reason = z.string().min(3).describe('Shown to the people whom it stops.');

const once = z
  .strictObject({
    from: localTime.describe('First moment, local time: 2026-12-24T00:00.'),
    to: localTime.describe('First moment after it, local time.'),
    timezone,
    reason,
  })
  .refine((window) => window.from < window.to, { error: '`to` must come after `from`', path: ['to'] });

const weekly = z.strictObject({
  weekdays: z.array(z.enum(WEEKDAYS)).min(1).describe('Days on which the window begins.'),
  from: clock(/^([01]\d|2[0-3]):[0-5]\d$/).describe('Begins at this time of day.'),
  to: clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/).describe(
    'Ends at this time; on the next day if it is not later than `from`.',
  ),
  timezone,
  reason,
});

/** Times in which nothing is approved, unless somebody breaks the glass. */
export const freezeSettings = z.array(z.union([once, weekly]));

/** A login, or a team of an organization. https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication */
const approvers = z
  .array(
    z.string().regex(/^(?:[a-z\d](?:[a-z\d_-]*[a-z\d])?|team:[\w.-]+\/[\w.-]+)$/i, {
      error: 'must be a login, or a team written team:organization/slug',
    }),
  )
  .min(1);

const rule = z.strictObject({
  when: z
    .strictObject({
      contract: z.literal(true).optional().describe('The plan contains a contract migration.'),
      dataLoss: z.literal(true).optional().describe('A statement of the plan loses data.'),
      hazards: z.literal(true).optional().describe('The plan contains a hazard, allowed or a warning.'),
      filesOver: z.int().min(0).optional().describe('More files than this changed since the live release.'),
    })
    .refine((when) => Object.keys(when).length > 0, { error: 'must name at least one condition' })
    .describe('Conditions of the plan. The rule applies if all of them are met.'),
  required: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe('How many people must approve then. Default: `required` of the environment.'),
  approvers: approvers.optional().describe('Who must approve then. Default: `approvers` of the environment.'),
});

export const approvalSettings = z.strictObject({
  required: z.int().min(0).max(20).default(1).describe('How many people must approve a plan. 0: nobody.'),
  approvers: approvers
    .optional()
    .describe(
      'Who can approve: logins, and teams as `team:organization/slug`. Default: everybody with the role.',
    ),
  role: z
    .string()
    .min(1)
    .default('write')
    .describe(
      'Role in the repository that an approver needs: one of GitHub’s, or a custom role of your organization.',
    ),
  rules: z.array(rule).default([]).describe('Approvals that a risky plan needs in addition to `required`.'),
  expireHours: z
    .number()
    .positive()
    .max(8760)
    .default(72)
    .describe('How long an approval is valid, in hours: from the approval to the start of the migration.'),
  allowSelf: z
    .boolean()
    .default(false)
    .describe('Whether the authors of the released work, and whoever started the run, can approve.'),
  unlinkedAuthors: z
    .enum(['independent', 'refuse'])
    .default('independent')
    .describe(
      'What to do if an author’s address belongs to no account: accept approvers who opened, pushed and merged none of the work, or refuse.',
    ),
  openThreads: z
    .enum(['ignore', 'block'])
    .default('ignore')
    .describe('Whether an unresolved review thread on a released pull request blocks the release.'),
  bareReviews: z
    .enum(['count', 'ignore'])
    .default('count')
    .describe(
      'Whether an environment review without a plan hash in its comment counts. It counts only for the plan that was shown when GitHub asked for the review.',
    ),
  breakGlass: z
    .strictObject({
      allowed: z
        .boolean()
        .default(true)
        .describe('Whether somebody can override approvals and freeze windows.'),
      people: z
        .array(z.string().min(1))
        .default([])
        .describe('Logins that can do so. Without one, nobody can: breaking the glass is off.'),
      authors: z.boolean().default(false).describe('Whether one of them can do so for their own work.'),
    })
    .prefault({})
    .describe('Shipping without approvals in an emergency, for a recorded reason.'),
});

export type ApprovalSettings = z.output<typeof approvalSettings>;
export type FreezeWindow = z.output<typeof freezeSettings>[number];
