import { count } from '../present/count.ts';
import type { Database } from '../release/ports.ts';
import { EVENT_COLUMNS, type RecordEvent } from '../release/record/event.ts';
import {
  evidenceOf,
  observerStops,
  observersOf,
  type Past,
  pastOf,
  type Tally,
  tally,
} from '../release/replay.ts';
import { runFacts } from '../runner/github.ts';
import { environmentSettings, loadSettings } from '../settings/load.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import { defineCommand } from './command.ts';
import { withRecord } from './with-record.ts';

/** Runs the gates of the settings, and the sources that only observe, over what the record has of its releases. */
export const replay = defineCommand({
  inputs: ['environment', 'environment-kind', 'settings', 'database-url'],
  required: ['environment', 'database-url'],
  flags: ['json'],
  run: async ({ inputs }, { json }) => {
    const { environment } = inputs;
    const file = await loadSettings(runFacts().workspace, inputs.settings);
    const settings = environmentSettings(file, environment, inputs['environment-kind']);
    return withRecord(inputs['database-url'], async (database) => {
      const past = await pastIn(database, environment);
      const tallies = await talliesOf(past, settings);
      return json ? JSON.stringify(tallies, null, 2) : lines(environment, past, tallies);
    });
  },
});

/** One query, however many releases there are. */
export async function pastIn(database: Database, environment: string): Promise<readonly Past[]> {
  return pastOf(
    await database.query<RecordEvent>(
      `select ${EVENT_COLUMNS} from shiplock.event
        where release_id = any(array(select id from shiplock.release where environment = $1))
          and (kind = 'closed' or kind = 'observed' and phase in ('gate', 'watch')) order by seq`,
      [environment],
    ),
  );
}

const GATES = ['gate', 'watch'] as const;

/** For each gate: as the settings have it now, as it was then, and each observer alone. */
export async function talliesOf(
  past: readonly Past[],
  settings: Pick<EnvironmentSettings, 'gates'>,
): Promise<readonly Tally[]> {
  const { gateStops } = await import('../runner/compose-replay.ts');
  return GATES.flatMap((gate) => {
    return [
      tally(`gates.${gate} of the settings`, past, (one) => gateStops(settings, gate, evidenceOf(one[gate]))),
      tally(`gates.${gate} as it was`, past, (one) => one[gate] && !one[gate].proceed),
      ...observersOf(past, gate).map((name) =>
        tally(`${name}, observing in gates.${gate}`, past, (one) => observerStops(one, gate, name)),
      ),
    ];
  });
}

function lines(environment: string, past: readonly Past[], tallies: readonly Tally[]): string {
  const bad = past.filter((one) => one.bad).length;
  return [
    `${environment}: ${count(past.length, 'release')} in the record, ${bad} of them rolled back`,
    ...tallies.map(tallyLine),
  ].join('\n');
}

function tallyLine({ name, bad, good, unknown }: Tally): string {
  const left = unknown > 0 ? `; no evidence to decide on for ${count(unknown, 'release')}` : '';
  return `  ${name}: would have stopped ${bad.stopped} of ${bad.of} bad ones and ${good.stopped} of ${good.of} good ones${left}`;
}
