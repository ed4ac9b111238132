import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AppliedMigration } from '../../release/ports.ts';
import { look } from './engine.ts';
import { migrateProblem } from './problems.ts';
import type { EngineOptions, MigrationEngine } from './types.ts';

type ApplyRequest = Parameters<MigrationEngine['apply']>[0];
const run = promisify(execFile);

/** placeholder until the real one lands */
export async function applyWithCli(
  options: EngineOptions,
  _request: ApplyRequest,
): Promise<readonly AppliedMigration[]> {
  await look(options);
  await run('supabase', ['--version']);
  throw migrateProblem('CLI', { what: 'not there yet', next: 'Use engine: shiplock.' });
}
