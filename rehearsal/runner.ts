import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { actionNames, root } from '../scripts/project.ts';

/** One step of a job, as GitHub's runner runs a JavaScript action. */
export interface ActionRun {
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Where the runner has this repository, see `downloadActions`. Default: the repository itself. */
  readonly actions?: string;
  readonly onLine?: (line: string) => void;
  readonly onStart?: (pid: number) => void;
}

export interface ActionOutcome {
  readonly action: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What a person sees: commands taken out, masked values replaced. */
  readonly log: readonly string[];
  /** Every byte the process printed, before the runner's own masking (the `add-mask` commands left out). */
  readonly raw: string;
  readonly annotations: readonly {
    readonly level: string;
    readonly properties: string;
    readonly message: string;
  }[];
  readonly milliseconds: number;
}

interface Manifest {
  readonly inputs?: Record<string, { default?: string; required?: boolean }>;
  readonly runs: { readonly main: string };
}

/**
 * Runs the committed `dist/` under the runner's protocol: INPUT_* from `with:` and the manifest's defaults, files for
 * outputs and summary, workflow commands on standard output. Source:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export async function runAction(run: ActionRun): Promise<ActionOutcome> {
  const home = run.actions ?? root;
  const folder = run.action === 'ship' ? home : path.join(home, 'actions', run.action);
  const manifest = parse(await readFile(path.join(folder, 'action.yml'), 'utf8')) as Manifest;
  const files = await commandFiles();
  const started = Date.now();
  const child = spawn(process.execPath, [path.resolve(folder, manifest.runs.main)], {
    cwd: run.workspace,
    env: { ...baseEnv(), ...run.env, ...inputEnv(manifest, run.inputs), ...files.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  run.onStart?.(child.pid!);
  const reader = new OutputReader(run.onLine);
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => reader.line(line));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (c, s) => resolve([c, s]));
  });
  const [outputs, summary] = await Promise.all([
    readFile(files.output, 'utf8'),
    readFile(files.summary, 'utf8'),
  ]);
  await rm(files.folder, { recursive: true, force: true });
  return {
    action: run.action,
    code,
    signal,
    outputs: parseOutputs(outputs),
    summary,
    log: reader.log,
    raw: reader.raw.join('\n'),
    annotations: reader.annotations,
    milliseconds: Date.now() - started,
  };
}

/** What the runner downloads at the start of a job and uses to its end: a build of `dist/` meanwhile changes nothing. */
export async function downloadActions(to: string): Promise<void> {
  const wanted = (source: string) =>
    !/^actions\/[^/]+\/./.test(path.relative(root, source)) || source.endsWith('action.yml');
  for (const name of ['action.yml', 'actions', 'dist']) {
    await cp(path.join(root, name), path.join(to, name), { recursive: true, filter: wanted });
  }
  const missing = (await actionNames()).filter((name) => !existsSync(path.join(to, 'dist', `${name}.js`)));
  if (missing.length > 0) throw new Error(`dist/ lacks ${missing.join(', ')}: run \`npm run build\` first`);
}

/** What a runner's process has of the machine, and no more: no secret of the caller's shell leaks in. */
function baseEnv(): Record<string, string> {
  const keep = ['PATH', 'HOME', 'TMPDIR', 'LANG'];
  return {
    ...Object.fromEntries(keep.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : []))),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
  };
}

function inputEnv(manifest: Manifest, given: Readonly<Record<string, string>>): Record<string, string> {
  const known = manifest.inputs ?? {};
  for (const name of Object.keys(given))
    if (!(name in known)) throw new Error(`the action takes no input ${name}`);
  return Object.fromEntries(
    Object.entries(known).map(([name, spec]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      given[name] ?? spec.default ?? '',
    ]),
  );
}

async function commandFiles() {
  await mkdir(path.join(root, 'rehearsal/.work'), { recursive: true });
  const folder = await mkdtemp(path.join(root, 'rehearsal/.work/step-'));
  const file = async (name: string) => {
    await writeFile(path.join(folder, name), '');
    return path.join(folder, name);
  };
  const [output, summary, state, environment] = await Promise.all(
    ['output', 'summary', 'state', 'env'].map(file),
  );
  return {
    folder,
    output: output!,
    summary: summary!,
    env: {
      GITHUB_OUTPUT: output!,
      GITHUB_STEP_SUMMARY: summary!,
      GITHUB_STATE: state!,
      GITHUB_ENV: environment!,
    },
  };
}

/** `name<<delimiter` … `delimiter`, as @actions/core writes outputs. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const [name, delimiter] = (lines[i] ?? '').split('<<');
    if (!name || !delimiter) continue;
    const end = lines.indexOf(delimiter, i + 1);
    outputs[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return outputs;
}

class OutputReader {
  readonly log: string[] = [];
  readonly raw: string[] = [];
  readonly annotations: { level: string; properties: string; message: string }[] = [];
  readonly #masks: string[] = [];
  readonly #onLine: ((line: string) => void) | undefined;

  constructor(onLine: ((line: string) => void) | undefined) {
    this.#onLine = onLine;
  }

  line(line: string): void {
    const command = /^::([a-z-]+)([^:]*)::(.*)$/s.exec(line);
    const [, name, properties = '', data = ''] = command ?? [];
    const message = unescapeData(data);
    if (name === 'add-mask') {
      this.#masks.push(message);
      return;
    }
    this.raw.push(line);
    if (name === 'error' || name === 'warning' || name === 'notice') {
      this.annotations.push({ level: name, properties: properties.trim(), message: this.#mask(message) });
      this.#show(`${name}: ${message}`);
    } else if (name === undefined) {
      this.#show(line);
    }
  }

  #show(line: string): void {
    const shown = this.#mask(line);
    this.log.push(shown);
    this.#onLine?.(shown);
  }

  #mask(text: string): string {
    return this.#masks.reduce((rest, mask) => rest.replaceAll(mask, '***'), text);
  }
}

function unescapeData(data: string): string {
  return data.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
}
