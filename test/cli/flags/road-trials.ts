import { CONTRACT, EXPAND } from '../../faults/repository.ts';
import type { Scene, Stage } from './scenes.ts';
import { REPORTS, REQUIRES, type Trial, type Trials } from './trial.ts';

/** Trials of the commands that work on a release, each in one of the scenes of the local cloud. */
export interface RoadTrial extends Trial<Stage> {
  /** Default: the command's own. */
  readonly scene?: Scene;
  /** In a folder without settings. */
  readonly bare?: true;
  /** Vercel takes longer over a move of traffic than the command waits. */
  readonly slow?: true;
}

export interface RoadTrials extends Trials<Stage, RoadTrial> {
  readonly scene: Scene;
}

const NO_SUCH_RELEASE = 'rel_00000000-0000-7000-8000-000000000000';
const NO_COMMIT = 'c'.repeat(40);
const KEY = 'sb_publishable_key';
/** Both runs change something: neither is a dry run. */
const REALLY = { 'dry-run': '' } as const;
const REFUSED = / 40[13]$/m;

const databaseOf = (name: 'production' | 'staging') => (stage: Stage) => stage.world.cloud.postgres.url(name);

/** What the road's commands get if nothing else is said. */
const usual = {
  environment: 'production',
  'database-url': databaseOf('production'),
  'vercel-token': ({ world }: Stage) => world.cloud.vercel.token,
  'github-token': ({ world }: Stage) => world.cloud.github.botToken,
  commit: ({ world }: Stage) => world.next.sha,
};
const dry = { ...usual, 'dry-run': 'true' } as const;
const bypass = ({ world }: Stage) => world.cloud.vercel.projects.production.protectionBypass;
const slack = ({ world }: Stage) => world.cloud.slack.token;
const sentry = ({ world }: Stage) => world.cloud.sentry.token;
const dataApi = (stage: Stage) => stage.dataApi.url;

/** What these do for every command that takes them, unless it says something else. */
const ENVIRONMENT = {
  environment: { given: 'elsewhere' },
  'environment-kind': {
    given: 'staging',
    beside: { environment: 'demo', 'github-token': '' },
    bare: true,
    hides: /environment-kind/,
  },
  settings: { given: 'other.yml' },
  commit: { given: NO_COMMIT, shows: /c{12}/ },
  'database-url': { given: ({ world }) => world.cloud.postgres.url('nowhere'), shows: /SHIPLOCK_DATABASE/ },
  'vercel-token': { given: 'wrong', shows: REFUSED },
  'vercel-project': { given: 'prj_other' },
  'vercel-team': { given: 'team_other' },
  'github-token': { given: 'wrong', shows: REFUSED },
} as const satisfies Record<string, RoadTrial>;

const RELEASE = {
  ...ENVIRONMENT,
  'release-id': { given: NO_SUCH_RELEASE },
  'dry-run': { given: 'true', beside: REALLY, shows: /dry run/i },
} as const satisfies Record<string, RoadTrial>;

const NOTICES = {
  'slack-token': { given: slack, shows: /slack\./ },
  'slack-channel': {
    given: 'C0OTHER0000',
    beside: { ...REALLY, 'slack-token': slack },
    shows: /channel_not_found/,
  },
} as const satisfies Record<string, RoadTrial>;

const REHEARSAL = {
  'rehearsal-database-url': {
    given: 'postgresql://nobody@127.0.0.1:1/postgres',
    shows: /127\.0\.0\.1:1\b/,
  },
  'rehearsal-template': {
    given: 'no_such_template',
    beside: { 'rehearsal-database-url': ({ rehearsals }) => rehearsals.adminUrl },
  },
} as const satisfies Record<string, RoadTrial>;

/** Of the commands that plan. */
const PLANNING = {
  ...REHEARSAL,
  'vercel-protection-bypass': {
    given: bypass,
    scene: 'planned',
    hides: /behind Vercel Deployment Protection/,
  },
  'staging-database-url': {
    given: databaseOf('staging'),
    beside: { settings: REQUIRES, 'github-token': '' },
    hides: /staging-database-url/,
  },
  'accept-pin': { given: 'true', scene: 'planned_pinned', hides: /accept-pin/ },
  'report-directory': { given: REPORTS, shows: /^reports\/migrations\.json$/m },
} as const satisfies Record<string, RoadTrial>;

const DATA_API = {
  'supabase-url': {
    given: dataApi,
    beside: { ...REALLY, 'supabase-url': 'http://127.0.0.1:1', 'supabase-key': KEY },
    shows: /^data API/m,
  },
  'supabase-key': {
    given: 'sb_publishable_other',
    beside: { ...REALLY, 'supabase-url': dataApi, 'supabase-key': KEY },
    shows: /^data API .* sb_publishable_other/m,
  },
} as const satisfies Record<string, RoadTrial>;

const lease = (scene: Scene): RoadTrial => ({
  given: '0.01',
  scene,
  beside: REALLY,
  shows: /waiting for the lease/,
});
const deadline = (scene: Scene): RoadTrial => ({
  given: '0.4',
  beside: { ...REALLY, 'promote-deadline-seconds': '0.8', 'vercel-protection-bypass': bypass },
  scene,
  slow: true,
  shows: /after 0\.4 s/,
});
const own = { json: { given: '', shows: /^\{$/m } } as const;

const SHIP: RoadTrials = {
  scene: 'released',
  usual: dry,
  inputs: {
    ...RELEASE,
    ...NOTICES,
    ...PLANNING,
    'sentry-token': { given: sentry, shows: /sentry\./ },
    'sentry-org': { given: 'other-org', beside: { ...REALLY, 'sentry-token': sentry } },
    'sentry-project': {
      given: 'other-project',
      beside: { ...REALLY, 'sentry-token': sentry },
      shows: /organizations\/acme\/releases\/ 40\d$/m,
    },
    'sentry-issues-token': {
      given: 'wrong',
      scene: 'approved',
      beside: { ...REALLY, 'sentry-token': sentry, 'vercel-protection-bypass': bypass },
      shows: REFUSED,
    },
    'working-directory': { given: 'no-folder' },
    prebuilt: { given: 'no-output', shows: /SHIPLOCK_PREBUILT_NOT_ALLOWED/ },
    'supabase-url': { ...DATA_API['supabase-url'], scene: 'approved' },
    'supabase-key': { ...DATA_API['supabase-key'], scene: 'approved' },
    'lease-wait-minutes': lease('approved_held'),
    'promote-deadline-seconds': deadline('approved'),
    'wait-minutes': { given: '0.2', scene: 'planned', beside: REALLY, shows: /^waiting: /m },
    'break-glass-reason': {
      given: 'orders fail for everybody',
      scene: 'planned',
      beside: REALLY,
      shows: /breakGlass/,
    },
  },
  own,
};

export const ROAD_TRIALS: Readonly<Record<string, RoadTrials>> = {
  plan: {
    scene: 'planned',
    usual: dry,
    inputs: {
      ...RELEASE,
      ...NOTICES,
      ...PLANNING,
      // What was announced stays in its channel, and what was opened stays what it is: the plan must be the first.
      'slack-channel': {
        ...NOTICES['slack-channel'],
        scene: 'proposed',
        beside: { ...NOTICES['slack-channel'].beside, 'release-id': ({ proposed }) => proposed },
      },
      'pull-request': {
        given: '1',
        scene: 'proposed',
        beside: { ...REALLY, 'release-id': ({ proposed }) => proposed },
        shows: /production-preview/,
      },
    },
    own,
  },
  ship: SHIP,
  resume: {
    ...SHIP,
    scene: 'begun',
    inputs: {
      ...SHIP.inputs,
      'vercel-project': { ...RELEASE['vercel-project'], shows: /nothing to resume/ },
      'lease-wait-minutes': {
        ...lease('approved_held'),
        // There are two releases under way.
        beside: { ...REALLY, 'release-id': (stage) => stage.releaseOf(stage.world.next) },
      },
    },
  },
  verify: {
    scene: 'shipped',
    usual: { ...usual, standalone: 'true' },
    inputs: {
      ...RELEASE,
      ...DATA_API,
      commit: { ...RELEASE.commit, beside: { standalone: '' } },
      'release-id': { ...RELEASE['release-id'], beside: { standalone: '' } },
      // Where it fails, it tells what production serves.
      'vercel-token': { ...RELEASE['vercel-token'], beside: { standalone: '', commit: NO_COMMIT } },
      'vercel-project': { ...RELEASE['vercel-project'], beside: { standalone: '', commit: NO_COMMIT } },
      'vercel-team': { ...RELEASE['vercel-team'], beside: { standalone: '', commit: NO_COMMIT } },
      'dry-run': { ...RELEASE['dry-run'], scene: 'migrated', beside: { ...REALLY, standalone: '' } },
      'lease-wait-minutes': { ...lease('migrated_held'), beside: { ...REALLY, standalone: '' } },
      standalone: {
        given: 'true',
        beside: { standalone: '', commit: NO_COMMIT },
        hides: /SHIPLOCK_RELEASE_NOT_FOUND/,
      },
    },
    own,
  },
  rollback: {
    scene: 'shipped',
    usual: { ...dry, reason: 'orders fail' },
    inputs: {
      ...RELEASE,
      ...NOTICES,
      'github-token': { ...RELEASE['github-token'], beside: REALLY },
      'slack-channel': { ...NOTICES['slack-channel'], scene: 'shipped_unheard' },
      // What serves afterwards is asked through the domain.
      'vercel-protection-bypass': { given: bypass, beside: REALLY },
      'lease-wait-minutes': lease('shipped_held'),
      'promote-deadline-seconds': deadline('shipped'),
      to: { given: NO_COMMIT, shows: /c{12}/ },
      'accept-pin': {
        given: 'true',
        scene: 'shipped_moved',
        beside: { to: ({ world }) => world.previous.sha },
        hides: /accept-pin/,
      },
      reason: { given: 'customers complain', beside: REALLY },
      force: { given: 'true', scene: 'shipped_contracted', hides: /SHIPLOCK_ROLLBACK_/ },
      down: { given: EXPAND, beside: REALLY, shows: /SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED/ },
      'down-consent': {
        given: EXPAND,
        beside: { ...REALLY, down: EXPAND, force: 'true' },
        hides: /SHIPLOCK_DOWN_CONSENT/,
      },
    },
    own,
  },
  contract: {
    scene: 'shipped',
    usual: { ...dry, force: 'true', reason: 'nobody reads it' },
    inputs: {
      ...RELEASE,
      ...REHEARSAL,
      // Where it fails, it tells what production serves.
      'vercel-token': { ...RELEASE['vercel-token'], beside: { commit: NO_COMMIT } },
      'vercel-team': { ...RELEASE['vercel-team'], beside: { commit: NO_COMMIT } },
      'lease-wait-minutes': lease('shipped_held'),
      force: { given: 'true', beside: { force: '' }, shows: new RegExp(`would (?:run|call) .*${CONTRACT}`) },
      reason: { given: 'customers complain' },
      'rehearsal-database-url': { ...REHEARSAL['rehearsal-database-url'], beside: { force: '' } },
      'rehearsal-template': {
        ...REHEARSAL['rehearsal-template'],
        beside: { ...REHEARSAL['rehearsal-template'].beside, force: '' },
      },
    },
    own,
  },
  doctor: {
    scene: 'shipped',
    usual: { ...usual, 'sentry-token': sentry, 'slack-token': slack },
    inputs: {
      ...ENVIRONMENT,
      'working-directory': { given: 'no-folder' },
      'vercel-protection-bypass': { given: bypass, hides: /behind Vercel Deployment Protection/ },
      'sentry-token': { given: sentry, beside: { 'sentry-token': '' }, hides: /no sentry-token/ },
      'sentry-org': { given: 'other-org' },
      'sentry-project': { given: 'other-project' },
      'slack-token': { given: slack, beside: { 'slack-token': '' }, hides: /no slack-token/ },
      'slack-channel': { given: 'C0OTHER0000' },
    },
    own: {},
  },
};
