import type { Cloud } from '../../rehearsal/cloud/index.ts';

export const EXPAND = '20260301000000';
export const CONTRACT = '20260302000000';

/** Files of the release that serves, and of the next one. */
export const NOTES = {
  'supabase/migrations/20260101000000_notes.sql': `create table public.notes (id bigint generated always as identity primary key, body text, old text);
alter table public.notes enable row level security;
`,
};
export const CHANGE = {
  ...NOTES,
  [`supabase/migrations/${EXPAND}_labels.sql`]: `create table public.labels (id bigint primary key);
alter table public.labels enable row level security;
`,
  [`supabase/rollbacks/${EXPAND}.sql`]: 'drop table public.labels;\n',
  [`supabase/migrations/${CONTRACT}_old.sql`]: `-- shiplock: phase=contract
-- shiplock: allow=drop-column reason="unused"
alter table public.notes drop column old;
`,
};

/** Built JavaScript and its source map. */
export const MAPS = {
  'main.js': 'function hello() { return 1; }\n//# sourceMappingURL=main.js.map\n',
  'main.js.map': JSON.stringify({
    ...{ version: 3, file: 'main.js', sources: ['main.ts'], names: [], mappings: 'AAAA' },
    sourcesContent: ['function hello() { return 1; }'],
  }),
};

/** What a job built itself (`vercel build`), in the workspace. */
export const PREBUILT = 'web/.vercel/output';
export const OUTPUT = {
  [`${PREBUILT}/config.json`]: '{"version":3,"routes":[{"handle":"filesystem"}]}',
  [`${PREBUILT}/builds.json`]: '{"target":"production","builds":[{"use":"@vercel/next"}]}',
  [`${PREBUILT}/static/index.html`]: '<script src="main.js"></script>',
  [`${PREBUILT}/static/main.js`]: MAPS['main.js'],
  [`${PREBUILT}/static/main.js.map`]: MAPS['main.js.map'],
};

/** Percent of traffic of the stages of a rolling release; 100 follows. */
export const STAGES = [10, 50];

/** A decision takes a handful of samples: gates have their own tests. */
const SOON = `minSamples: 5
        worstFailureRate: 0.9
        burstSeconds: 0
        alpha: 0.1
        beta: 0.1
        deadlineSeconds: 20`;

export interface Settings {
  readonly rolling?: boolean;
  readonly soakHours?: number;
  /** Vendors are asked whatever a release can ask them. */
  readonly asking?: boolean;
}

/** A caller's shiplock.yml: production alone, so that a case is one release. */
export function settingsOf(
  cloud: Cloud,
  { rolling = false, soakHours, asking = false }: Settings = {},
): string {
  const { vercel, sentry, slack } = cloud;
  return `version: 1
environments:
  production:
    kind: production
    app: { directory: web }
    vercel: { project: ${vercel.projects.production.id}, team: ${vercel.teamId}${asking ? ', prebuilt: true' : ''} }
    approvals: { required: 1${asking ? ', openThreads: block, breakGlass: { allowed: true, people: [ada], authors: true }' : ''} }
    gates:
      gate:
        sources: [{ use: http, intervalMs: 10 }]
        ${SOON}
      watch:
        sources:
          - { use: http, probes: [{ path: /api/visit, expectStatus: 204 }], intervalMs: 10 }
          - { use: sentry, maxNewIssues: 0, requireSeen: false }
${asking ? '          - { use: sentry-sessions }\n' : ''}        ${SOON}
    sentry: { org: ${sentry.organization}, project: ${sentry.project} }
    slack: { channel: ${slack.channel.id} }
${soakHours === undefined ? '' : `    rollback: { soakHours: ${soakHours} }\n`}${rolling ? `    traffic: { rolling: { stages: [${STAGES.join(', ')}] } }\n` : ''}`;
}
