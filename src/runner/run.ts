import { fitSummary, WHOLE_SUMMARY } from '../present/fit.ts';
import { logLine, logText, outputText } from '../present/log.ts';
import { keepSecret, redact } from '../present/redact.ts';
import { isNeutral, mayRollbackAnswer, type ShiplockError } from '../release/errors.ts';
import type { Action, ActionModule, Door } from './action.ts';
import { INPUTS, type InputName, type InputSpec } from './inputs.ts';
import { knowsCommit } from './knows-commit.ts';
import { reportError, reportNeutral } from './report.ts';
import { environmentSecrets, secretsOf } from './secrets.ts';
import { onStop } from './stopped.ts';
import { parseInputs, type RawInputs } from './values.ts';

/**
 * The one entry of every action: inputs → typed object → main → outputs and summary, and the one catch.
 * @actions/core is imported here and nowhere deeper: the rest does not know that it runs in Actions.
 */
export async function runAction(name: string, load: () => Promise<ActionModule>): Promise<void> {
  process.stdout.write(`shiplock ${name}\n`);
  const [core, { action }] = await Promise.all([import('@actions/core'), load()]);
  const raw = rawInputs(action.manifest.inputs, (input) => core.getInput(input));
  for (const secret of secretsOf(raw)) core.setSecret(secret);
  keepSecret([...secretsOf(raw), ...environmentSecrets(process.env)]);
  endOnBugs(core);
  const summary: string[] = [];
  const edge: Omit<Door, 'inputs'> = {
    say: (line) => core.info(logLine(line)),
    warn: (line) => core.warning(logLine(line), { title: `shiplock ${name}` }),
    summarize: async (markdown) => {
      summary.push(markdown);
    },
  };
  onStop(async (error) => {
    // Nobody is asked what serves: seconds are left.
    summary.push(await reportError(core, undefined, error));
    tellUndo(core, action, error);
    await writeSummary(core, summary);
    process.stdout.write('', () => process.exit(1));
  });
  let door: Door | undefined;
  try {
    door = { ...edge, inputs: parseInputs(raw, action.manifest, { knowsCommit: knowsCommit() }) };
    const result = await action.run(door);
    for (const [key, value] of Object.entries(result.outputs)) core.setOutput(key, outputText(value));
    if (result.summary) summary.push(result.summary);
  } catch (error) {
    if (isNeutral(error)) {
      summary.push(reportNeutral(core, error));
      if ('overtaken' in action.manifest.outputs) core.setOutput('overtaken', 'true');
      if ('result' in action.manifest.outputs) core.setOutput('result', 'overtaken');
    } else {
      summary.push(await reportError(core, door && production(action, door), error));
      tellUndo(core, action, error);
      process.exitCode = 1;
    }
  }
  await writeSummary(core, summary);
  // Keep-alive sockets of vendors' clients must not hold the job for minutes after the work is done.
  process.stdout.write('', () => process.exit(process.exitCode ?? 0));
}

function tellUndo(
  core: Pick<typeof import('@actions/core'), 'setOutput'>,
  { mayUndo }: Action,
  error: unknown,
) {
  if (mayUndo !== undefined) core.setOutput('undo', String(mayUndo && mayRollbackAnswer(error)));
}

/** Node.js would print what nobody caught as it is, secrets and workflow commands with it. */
function endOnBugs(core: Core): void {
  const end = (error: unknown) => {
    core.info(logText(error instanceof Error ? (error.stack ?? '') : String(error)));
    core.setFailed(logLine(`SHIPLOCK_INTERNAL: ${error instanceof Error ? error.message : String(error)}`));
    process.stdout.write('', () => process.exit(1));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/** What production serves, asked of an action whose inputs were in order. */
const production = (action: Action, door: Door) => async (error: ShiplockError) =>
  action.describe?.(door, error);

/** Input, else the environment variable that may carry it; empty means absent. */
export function rawInputs(names: readonly InputName[], getInput: (name: string) => string): RawInputs {
  const inputs: RawInputs = {};
  for (const name of names) {
    const spec: InputSpec = INPUTS[name];
    const value = getInput(name) || (spec.env ? process.env[spec.env] : undefined);
    if (value) inputs[name] = value;
  }
  return inputs;
}

type Core = typeof import('@actions/core');

async function writeSummary(core: Core, parts: readonly string[]): Promise<void> {
  if (parts.length === 0) return;
  if (!process.env['GITHUB_STEP_SUMMARY']) return;
  try {
    // The one place where any of it leaves.
    const { page, isCut } = fitSummary(parts.map(redact));
    if (isCut) core.startGroup(WHOLE_SUMMARY);
    if (isCut) core.info(logText(parts.join('\n')));
    if (isCut) core.endGroup();
    await core.summary.addRaw(page, true).write();
  } catch (error) {
    core.warning(
      logLine(`could not write the job summary: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
}
