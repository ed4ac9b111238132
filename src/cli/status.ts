import { CONTRACT_COMMAND } from '../present/waiting.ts';
import { glassLine, unconfirmedGlass } from '../release/glass.ts';
import { PHASES, type Phase } from '../release/phases.ts';
import type { Database } from '../release/ports.ts';
import { waitingFiles } from '../release/record/waiting.ts';
import { doubtsOf, waitsFor } from '../release/stands.ts';
import { foldState, type ReleaseState } from '../release/state.ts';
import { soakEnds } from '../release/steps/waiting-files.ts';
import { runFacts } from '../runner/github.ts';
import { environmentSettings, loadSettings } from '../settings/load.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import { defineCommand } from './command.ts';
import { doraLines, doraOf } from './status-dora.ts';
import { environmentLines } from './status-environments.ts';
import { hasReleasesOf, withRecord } from './with-record.ts';

export const status = defineCommand({
  inputs: ['environment', 'settings', 'database-url'],
  required: ['database-url'],
  flags: ['json', 'dora'],
  run: ({ inputs }, { json, dora }) => (dora ? figures(inputs, json) : newest(inputs, json)),
});

interface StatusInputs {
  readonly environment?: string;
  readonly settings?: string;
  readonly 'database-url': string;
}

function figures(inputs: StatusInputs, json: boolean): Promise<string> {
  return withRecord(inputs['database-url'], async (database) => {
    await mustBeKnown(database, inputs);
    const found = await doraOf(database, inputs.environment, new Date());
    return json ? JSON.stringify(found, null, 2) : doraLines(found);
  });
}

async function newest(inputs: StatusInputs, json: boolean): Promise<string> {
  return withRecord(inputs['database-url'], async (database, record) => {
    await mustBeKnown(database, inputs);
    const broken = await unconfirmedGlass(database, inputs.environment);
    const releases = await record.recent(inputs.environment, 10);
    const events = await record.eventsOf(releases.map(({ id }) => id));
    const rows = releases.map((release) => {
      const state = foldState(events.get(release.id) ?? []);
      return { ...release, project: state.project, state };
    });
    const apps = new Set(rows.map(({ project }) => project?.[0]));
    if (json) {
      return JSON.stringify(
        rows.map(({ state, ...r }) => ({
          ...r,
          done: [...state.donePhases],
          closed: state.closed ?? null,
          waits: waitsFor(state) ?? null,
          doubts: doubtsOf(state),
          unconfirmedGlass: broken.find((one) => one.releaseId === r.id) ?? null,
        })),
        null,
        2,
      );
    }
    if (rows.length === 0)
      return `the record has no release${inputs.environment ? ` of ${inputs.environment}` : ''} yet`;
    // The plan says what the environment was then; before there is one, the settings say what it is.
    const settings = await environmentsOf(inputs.settings, rows);
    const roadOf = (row: (typeof rows)[number]): readonly Phase[] =>
      PHASES[row.state.plan?.plan.kind ?? settings.get(row.environment)?.kind ?? 'staging'];
    const lines = rows.map((r) => {
      const marks = roadOf(r)
        .map((phase: Phase) => (r.state.donePhases.has(phase) ? '●' : '○'))
        .join('');
      return `${r.openedAt}  ${r.id}  ${r.commit.slice(0, 12)}  ${r.environment}${apps.size > 1 && r.project ? ` of ${r.project[1] ?? r.project[0]}` : ''}  ${marks}  ${r.state.closed?.result ?? openAs(r.state)}`;
    });
    const legend = [...new Set(rows.map((r) => roadOf(r).join(', ')))];
    const warnings = broken.map(
      (one) => `! ${glassLine(one)} (\`shiplock confirm --release-id ${one.releaseId}\`)`,
    );
    const environments = await environmentLines(database, record, rows);
    const waiting = await waitingLines(database, settings);
    return [
      ...lines,
      '',
      ...legend.map((phases) => `● done, ○ not done: ${phases}`),
      ...environments,
      ...(warnings.length > 0 ? ['', ...warnings] : []),
      ...waiting,
    ].join('\n');
  });
}

/** Of a release that is under way: how much traffic it has, where it is in a rolling release. */
const openAs = ({ rolling, donePhases }: ReleaseState): string =>
  rolling && !donePhases.has('promote')
    ? `open, ${rolling.percent} % of traffic since ${rolling.at.slice(0, 19)}Z`
    : 'open';

/**
 * An environment that neither the settings nor the record have is a mistake in its name. One of an earlier settings file
 * is in the record.
 */
async function mustBeKnown(database: Database, { environment, settings }: StatusInputs): Promise<void> {
  if (environment === undefined) return;
  const file = await settingsAtHand(settings);
  if (!file || Object.hasOwn(file.environments, environment)) return;
  if (await hasReleasesOf(database, environment)) return;
  environmentSettings(file, environment, undefined);
}

/** Contract files that wait, until when, and the one command. The soak time is the settings', where they can be read. */
async function waitingLines(database: Database, environments: Environments): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [environment, settings] of environments) {
    const soakHours = settings?.rollback.soakHours;
    for (const file of await unappliedFiles(database, environment)) {
      const until = soakHours === undefined ? '' : `, until ${soakEnds(file, soakHours).toISOString()}`;
      lines.push(`${file.file} of ${environment} waits as a contract file since ${file.since}${until}`);
    }
  }
  return lines.length === 0
    ? []
    : ['', ...lines, `applied by ${CONTRACT_COMMAND}, once a rehearsal proves it safe`];
}

/** What the settings say of each environment; undefined where they cannot be read, or say nothing of it. */
type Environments = ReadonlyMap<string, EnvironmentSettings | undefined>;

/**
 * Status is asked from anywhere, with or without the app's settings at hand: only those that were asked for by name have
 * to be there. The file is read once, however many releases there are.
 */
async function environmentsOf(
  file: string | undefined,
  rows: readonly { readonly environment: string }[],
): Promise<Environments> {
  const settings = await settingsAtHand(file);
  const one = (name: string) => {
    try {
      return environmentSettings(settings, name, name === 'production' ? 'production' : 'staging');
    } catch {
      return undefined;
    }
  };
  return new Map(rows.map(({ environment }) => [environment, one(environment)]));
}

function settingsAtHand(file: string | undefined) {
  return loadSettings(runFacts().workspace, file).catch((error: unknown) => {
    if (file !== undefined) throw error;
    return undefined;
  });
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
