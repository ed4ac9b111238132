import { fromAction, type Listed } from './command.ts';

/** Every command. Those that are actions are the same objects as the actions. */
export const COMMANDS: Readonly<Record<string, Listed>> = {
  status: {
    help: 'show how far the newest releases are',
    load: async () => (await import('./status.ts')).status,
  },
  plan: {
    help: 'compute and print the plan; changes nothing',
    load: async () => fromAction((await import('../../actions/plan/main.ts')).action, { here: true }),
  },
  ship: {
    help: 'ship the commit that is checked out through all phases (--dry-run shows what that would do)',
    load: async () => fromAction((await import('../../actions/ship/main.ts')).action, { here: true }),
  },
  resume: {
    help: 'continue the release that is under way, from where it stands (--dry-run shows what is left)',
    load: async () => (await import('./resume.ts')).resume,
  },
  replay: {
    help: 'run the gates of the settings over the recorded releases, to see what they would have stopped',
    load: async () => (await import('./replay.ts')).replay,
  },
  verify: {
    help: 'check the schema: verify SQL, contract, RLS, drift (--standalone outside of a release)',
    load: async () =>
      fromAction((await import('../../actions/verify-schema/main.ts')).action, { here: true }),
  },
  rollback: {
    help: 'route traffic back (--reason TEXT, --to RELEASE, --force, --down VERSIONS)',
    load: async () =>
      fromAction((await import('../../actions/rollback/main.ts')).action, { required: ['reason'] }),
  },
  contract: {
    help: 'apply the contract files that have soaked, on the live commit (--force with --reason)',
    load: async () =>
      fromAction((await import('../../actions/migrate/main.ts')).action, {
        here: true,
        preset: { contract: true },
        // It plans nothing and probes nothing.
        without: ['accept-pin', 'staging-database-url', 'vercel-protection-bypass'],
      }),
  },
  confirm: {
    help: 'record that a second person confirmed a broken glass (--release-id ID, --confirmed-by LOGIN)',
    load: async () => (await import('./confirm.ts')).confirm,
  },
  hold: {
    help: 'hold an environment, or releases with a commit, until the hold is lifted (--reason TEXT)',
    load: async () =>
      fromAction((await import('../../actions/hold/main.ts')).action, { without: ['hold-id'] }),
  },
  'hold lift': {
    help: 'lift a hold, or the quarantine of a rolled-back release (--hold-id ID, --reason TEXT)',
    load: async () =>
      fromAction((await import('../../actions/hold/main.ts')).action, {
        required: ['hold-id'],
        without: ['held-commit'],
      }),
  },
  'record verify': {
    help: 'recompute the record, and compare its head with those kept elsewhere (--head PLACE:HASH)',
    load: async () => (await import('./record-verify.ts')).recordVerify,
  },
  'record show': {
    help: 'print the events of a release (--release-id, or --environment and --commit)',
    load: async () => (await import('./record-show.ts')).recordShow,
  },
  'rls write': {
    help: 'write the live RLS matrix to supabase/rls.json, for you to review and commit',
    load: async () => (await import('./rls-write.ts')).rlsWrite,
  },
  lint: {
    help: 'check the pending migrations: locks, hazards, phases; needs only the database, no build',
    load: async () => (await import('./lint.ts')).lint,
  },
  doctor: {
    help: 'check settings, tokens, database, hosting, app folder and ready route; changes nothing',
    load: async () => (await import('./doctor.ts')).doctor,
  },
};
