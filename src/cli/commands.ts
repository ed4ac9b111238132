import { configurationError } from '../release/errors.ts';
import { glassLine, unconfirmedGlass } from '../release/glass.ts';
import { PHASES, type Phase } from '../release/phases.ts';
import type { Database } from '../release/ports.ts';
import { installedVersion } from '../release/record/install.ts';
import { ReleaseRecord } from '../release/record/record.ts';
import { waitingFiles } from '../release/record/waiting.ts';
import { ship } from '../release/ship.ts';
import { foldState } from '../release/state.ts';
import { contract } from '../release/steps/contract.ts';
import { plan } from '../release/steps/plan.ts';
import { rollback } from '../release/steps/rollback.ts';
import { CONTRACT_COMMAND, soakEnds } from '../release/steps/waiting-files.ts';
import type { Door } from '../runner/action.ts';
import { composeCodeHost, withRelease } from '../runner/compose.ts';
import { settingsFor } from '../runner/environment.ts';
import { runFacts } from '../runner/github.ts';
import { flag, number, required } from '../runner/inputs.ts';
import { environmentSettings, loadSettings } from '../settings/load.ts';
import { confirm } from './confirm.ts';
import { doctor } from './doctor.ts';
import { lint } from './lint.ts';
import { verifyRecord } from './record-verify.ts';

interface CommandOptions {
  readonly json: boolean;
  readonly head: string | undefined;
}

interface Command {
  readonly help: string;
  readonly run: (door: Door, options: CommandOptions) => Promise<string>;
  /** Works on the commit that is checked out here, unless another is named. */
  readonly here?: boolean;
  /** Works on a release: when it fails, people ask what production serves. */
  readonly release?: boolean;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  status: { help: 'show how far the newest releases are', run: status },
  plan: {
    help: 'compute and print the plan; changes nothing',
    run: async (door) => (await withRelease(door, plan)).summary,
    release: true,
    here: true,
  },
  resume: { help: 'finish this commit’s release', run: resume, release: true, here: true },
  rollback: {
    help: 'route traffic back to the previous release (--reason TEXT, --force)',
    run: back,
    release: true,
  },
  contract: {
    help: 'apply the contract files that have soaked, on the live commit (--force with --reason)',
    run: applyContract,
    release: true,
    here: true,
  },
  confirm: {
    help: 'record that a second person confirmed a broken glass (--release-id ID, --confirmed-by LOGIN)',
    run: confirm,
  },
  'record verify': {
    help: 'recompute the record, and compare its head with those kept elsewhere (--head PLACE:HASH)',
    run: recordVerify,
  },
  'record show': { help: 'print the events of a release (--release-id or --commit)', run: recordShow },
  'rls write': {
    help: 'write the live RLS matrix to supabase/rls.json, for you to review and commit',
    run: rlsWrite,
    here: true,
  },
  lint: {
    help: 'check the pending migrations: locks, hazards, phases; needs only the database, no build',
    run: lint,
    here: true,
  },
  doctor: {
    help: 'check settings, tokens, database, hosting, app folder and ready route; changes nothing',
    run: doctor,
    here: true,
  },
};

/** Commands that read the record need the database and nothing else. */
async function withRecord<T>(
  door: Door,
  work: (database: Database, record: ReleaseRecord) => Promise<T>,
): Promise<T> {
  const { connect } = await import('../database/connection.ts');
  const database = await connect(required(door.inputs, 'database-url'), {
    applicationName: 'shiplock cli',
    readOnly: true,
  });
  try {
    if ((await installedVersion(database)) === 0) {
      throw configurationError({
        code: 'SHIPLOCK_RECORD_NOT_INSTALLED',
        what: 'this database has no record of releases (schema shiplock)',
        next: 'Check that this is the right database; the first deploy installs the record.',
      });
    }
    return await work(database, new ReleaseRecord(database));
  } finally {
    await database.close();
  }
}

async function status(door: Door, options: CommandOptions): Promise<string> {
  return withRecord(door, async (database, record) => {
    const broken = await unconfirmedGlass(database, door.inputs.environment);
    const releases = await record.recent(door.inputs.environment, 10);
    const rows = await Promise.all(
      releases.map(async (release) => ({ ...release, state: foldState(await record.events(release.id)) })),
    );
    if (options.json) {
      return JSON.stringify(
        rows.map(({ state, ...r }) => ({
          ...r,
          done: [...state.donePhases],
          closed: state.closed ?? null,
          unconfirmedGlass: broken.find((one) => one.releaseId === r.id) ?? null,
        })),
        null,
        2,
      );
    }
    if (rows.length === 0)
      return `the record has no release${door.inputs.environment ? ` of ${door.inputs.environment}` : ''} yet`;
    const lines = rows.map((r) => {
      const road = roadOf(r.environment);
      const marks = road.map((phase: Phase) => (r.state.donePhases.has(phase) ? '●' : '○')).join('');
      return `${r.openedAt}  ${r.id}  ${r.commit.slice(0, 12)}  ${r.environment}  ${marks}  ${r.state.closed?.result ?? 'open'}`;
    });
    const legend = [...new Set(rows.map((r) => roadOf(r.environment).join(', ')))];
    const warnings = broken.map(
      (one) => `! ${glassLine(one)} (\`shiplock confirm --release-id ${one.releaseId}\`)`,
    );
    const waiting = await waitingLines(door, database, new Set(rows.map((r) => r.environment)));
    return [
      ...lines,
      '',
      ...legend.map((phases) => `● done, ○ not done: ${phases}`),
      ...(warnings.length > 0 ? ['', ...warnings] : []),
      ...waiting,
    ].join('\n');
  });
}

/** Contract files that wait, until when, and the one command. The soak time is the settings', where they can be read. */
async function waitingLines(
  door: Door,
  database: Database,
  environments: ReadonlySet<string>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const environment of environments) {
    const soakHours = await soakHoursOf(door, environment);
    for (const file of await unappliedFiles(database, environment)) {
      const until = soakHours === undefined ? '' : `, until ${soakEnds(file, soakHours).toISOString()}`;
      lines.push(`${file.file} of ${environment} waits as a contract file since ${file.since}${until}`);
    }
  }
  return lines.length === 0
    ? []
    : ['', ...lines, `applied by ${CONTRACT_COMMAND.replaceAll('`', '')}, once a rehearsal proves it safe`];
}

async function soakHoursOf(door: Door, environment: string): Promise<number | undefined> {
  try {
    const settings = await loadSettings(runFacts().workspace, door.inputs.settings);
    return environmentSettings(
      settings,
      environment,
      roadOf(environment) === PHASES.production ? 'production' : 'staging',
    ).rollback.soakHours;
  } catch {
    // Status is asked from anywhere, with or without the app's settings at hand.
    return undefined;
  }
}

async function unappliedFiles(database: Database, environment: string) {
  const waiting = await waitingFiles(database, environment);
  const [history] = await database.query<{ there: boolean }>(
    "select to_regclass('supabase_migrations.schema_migrations') is not null as there",
  );
  if (!history?.there) return waiting;
  const applied = await database.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations where version = any($1)',
    [waiting.map(({ version }) => version)],
  );
  const versions = new Set(applied.map(({ version }) => version));
  return waiting.filter(({ version }) => !versions.has(version));
}

function roadOf(environment: string): readonly Phase[] {
  return environment === 'production' ? PHASES.production : PHASES.staging;
}

async function resume(door: Door): Promise<string> {
  return withRelease(door, async (context) => {
    const results = await ship(context, { approvalWaitMs: number(door.inputs, 'wait-minutes') * 60_000 });
    return results.map((r) => `${r.phase}: ${r.state}`).join('\n');
  });
}

async function applyContract(door: Door): Promise<string> {
  const force = flag(door.inputs, 'force') && required(door.inputs, 'reason') !== '';
  return (await withRelease(door, (context) => contract(context, { force }))).summary;
}

async function back(door: Door): Promise<string> {
  const reason = required(door.inputs, 'reason');
  return withRelease(
    door,
    async (context) => (await rollback(context, { reason, force: flag(door.inputs, 'force') })).summary,
    'if-known',
  );
}

function recordVerify(door: Door, { head, json }: CommandOptions): Promise<string> {
  return withRecord(door, async (database) =>
    verifyRecord(database, {
      head,
      json,
      codeHost: await composeCodeHost(door.inputs, runFacts()),
      environment: door.inputs.environment,
    }),
  );
}

async function rlsWrite(door: Door): Promise<string> {
  const [{ connect }, { writeRls }] = await Promise.all([
    import('../database/connection.ts'),
    import('../database/schema/index.ts'),
  ]);
  const { inputs } = door;
  const { workspace } = runFacts();
  const settings = await settingsFor(inputs, workspace);
  const database = await connect(required(inputs, 'database-url'), {
    applicationName: 'shiplock cli',
    readOnly: true,
  });
  try {
    await writeRls(database, { workspace, file: settings.database.rls });
    return `wrote ${settings.database.rls}: review the difference before you commit it`;
  } finally {
    await database.close();
  }
}

async function recordShow(door: Door, options: CommandOptions): Promise<string> {
  return withRecord(door, async (_database, record) => {
    const { inputs } = door;
    const release = inputs['release-id']
      ? await record.release(inputs['release-id'])
      : await record.latest(required(inputs, 'environment'), required(inputs, 'commit'));
    if (!release) throw unknownRelease(inputs);
    const events = await record.events(release.id);
    if (options.json) return JSON.stringify(events, null, 2);
    return events
      .map(
        (e) =>
          `${e.seq}\t${e.at}\t${e.phase}\t${e.kind}\t${e.body['call'] ?? e.body['what'] ?? e.body['result'] ?? ''}\t${e.hash.slice(0, 12)}`,
      )
      .join('\n');
  });
}

function unknownRelease(inputs: Door['inputs']) {
  const { 'release-id': id, commit, environment } = inputs;
  return configurationError({
    code: 'SHIPLOCK_RELEASE_NOT_FOUND',
    what: id
      ? `the record has no release ${id}`
      : `the record of ${environment} has no release of commit ${commit}`,
    notDone: ['nothing was changed'],
    next: '`shiplock status` lists the newest releases with their ids and commits; check that this is the right database.',
  });
}
