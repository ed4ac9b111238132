import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configurationError } from '../release/errors.ts';
import type { PendingMigrations } from '../release/ports.ts';
import type { RunFacts } from './github.ts';
import type { Inputs } from './values.ts';
import { VERSION } from './version.generated.ts';

/** Writes `migrations.json` (docs/schemas/plan-migrations.schema.json) and `migrations.sarif` for code scanning. */
export function composeReports(
  inputs: Inputs,
  facts: RunFacts,
): ((pending: PendingMigrations) => Promise<readonly string[]>) | undefined {
  const directory = inputs['report-directory'];
  if (!directory) return undefined;
  return async (pending) => {
    const [{ planJson }, { planSarif }] = await Promise.all([
      import('../database/report/json.ts'),
      import('../database/report/sarif.ts'),
    ]);
    const folder = path.resolve(facts.workspace, directory);
    const files = { 'migrations.json': planJson(pending), 'migrations.sarif': planSarif(pending, VERSION) };
    try {
      await mkdir(folder, { recursive: true });
      for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    } catch (error) {
      throw unwritable(directory, error as NodeJS.ErrnoException);
    }
    return Object.keys(files).map((name) => path.posix.join(directory, name));
  };
}

function unwritable(directory: string, error: NodeJS.ErrnoException) {
  return configurationError(
    {
      code: 'SHIPLOCK_INPUT_INVALID',
      what: `the input report-directory is ${JSON.stringify(directory)}, but Shiplock cannot write there (${error.code ?? error.message})`,
      notDone: ['no reports were written'],
      next: 'Set it to a folder inside the workspace; Shiplock creates the folder if it does not exist.',
    },
    error,
  );
}
