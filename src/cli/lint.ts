import { pendingMarkdown } from '../present/plan.ts';
import { ShiplockError } from '../release/errors.ts';
import { installedVersion } from '../release/record/install.ts';
import { waitingFiles } from '../release/record/waiting.ts';
import type { Door } from '../runner/action.ts';
import { composeMigrations } from '../runner/compose.ts';
import { settingsFor } from '../runner/environment.ts';
import { runFacts } from '../runner/github.ts';
import type { Inputs } from '../runner/values.ts';
import { defineCommand } from './command.ts';

/** The pending migrations as a plan judges them. Nothing is built, deployed or asked of hosting: a version may serve. */
export const lint = defineCommand({
  inputs: ['environment', 'environment-kind', 'settings', 'database-url'],
  required: ['environment', 'database-url'],
  here: true,
  run: ({ inputs, summarize }) => judge({ inputs, summarize }, inputs.environment, inputs['database-url']),
});

async function judge(
  { inputs, summarize }: { readonly inputs: Inputs; readonly summarize: Door['summarize'] },
  name: string,
  url: string,
): Promise<string> {
  const facts = runFacts();
  const settings = await settingsFor(inputs, facts.workspace);
  const migrations = await composeMigrations(inputs, settings, facts);
  const waiting = new Set((await waitingOf(url, name)).map(({ version }) => version));
  const pending = await migrations?.pending({ refuse: false, waiting, judgeWaiting: true });
  if (!pending) return 'nothing to check';
  const text = pendingMarkdown(pending);
  const refusals = pending.refusals ?? [];
  const [first] = refusals;
  if (!first) return text || 'no migration is pending';
  // The error names the first of each kind; whoever has to put it right sees all of them.
  await summarize(text);
  throw new ShiplockError({
    ...first,
    what: refusals.map(({ what }) => what).join('\n'),
    next: refusals.map(({ next }) => next).join('\n'),
    places: refusals.flatMap(({ places = [] }) => places),
  });
}

async function waitingOf(url: string, environment: string) {
  const { connect } = await import('../database/connection.ts');
  const database = await connect(url, { applicationName: 'shiplock lint', readOnly: true });
  try {
    return (await installedVersion(database)) === 0 ? [] : await waitingFiles(database, environment);
  } finally {
    await database.close();
  }
}
