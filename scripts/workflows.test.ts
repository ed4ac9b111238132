import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ACTION_OF_PHASE, type EnvironmentKind, PHASES, type Phase } from '../src/release/phases.ts';
import type { ActionModule } from '../src/runner/action.ts';
import { INPUTS, type InputSpec } from '../src/runner/inputs.ts';
import { root } from './project.ts';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: unknown;
  readonly concurrency?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly steps?: readonly Step[];
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: unknown;
}
interface Described {
  readonly description?: string;
}
interface Workflow {
  readonly on: {
    readonly workflow_call?: {
      readonly inputs?: Readonly<Record<string, Described>>;
      readonly secrets?: unknown;
      readonly outputs?: Readonly<Record<string, Described & { readonly value: string }>>;
    };
  };
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = async (file: string): Promise<Workflow> =>
  parse(await readFile(path.join(root, file), 'utf8')) as Workflow;
const list = async (folder: string) =>
  (await readdir(path.join(root, folder)))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`);

const ours = await list('.github/workflows');
const templates = await list('workflows');
const workflows = new Map(
  await Promise.all([...ours, ...templates].map(async (file) => [file, await read(file)] as const)),
);
const stepsOf = (job: Job) => job.steps ?? [];
const allSteps = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(stepsOf);
const actionOf = (step: Step) => /^\$\/actions\/(.+)$/.exec(step.uses ?? '')?.[1];
const expression = (text: string) => `\${{ ${text} }}`;
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

/** The phase a step stands for: its id, which must open that phase's own action. */
function phases(workflow: Workflow): Phase[] {
  return allSteps(workflow).flatMap((step) => {
    const action = actionOf(step);
    if (!action) return [];
    const phase = step.id as Phase;
    expect(ACTION_OF_PHASE[phase], `step ${step.id} uses ${action}`).toBe(action);
    if (action === 'health-gate') expect(step.with?.['phase']).toBe(phase);
    return [phase];
  });
}

/** Before these a rejection is looked for: in reviews of the run, and in comments on its pull requests. */
const HEARS_NOES = ['approval-gate', 'migrate', 'promote'];

test('where a rejection stops production, the job may read reviews and comments', () => {
  const jobs = ['production', 'contract']
    .flatMap((name) => Object.values(workflows.get(`.github/workflows/${name}.yml`)?.jobs ?? {}))
    .filter((job) => stepsOf(job).some((step) => HEARS_NOES.includes(actionOf(step) ?? '')));
  expect(jobs).toHaveLength(2);
  for (const { permissions } of jobs)
    expect(permissions).toMatchObject({
      actions: 'read',
      'pull-requests': expect.stringMatching(/^(read|write)$/),
    });
});

describe.each(['staging', 'production'] as const)('%s.yml', (kind: EnvironmentKind) => {
  const workflow = workflows.get(`.github/workflows/${kind}.yml`)!;

  test('its steps are the phases, in their order, then rollback', () => {
    expect(phases(workflow)).toEqual([...PHASES[kind], 'rollback']);
  });

  test('jobs run one after the other', () => {
    const names = Object.keys(workflow.jobs);
    names.forEach((name, i) => {
      expect([workflow.jobs[name]?.needs ?? []].flat()).toEqual(names.slice(0, i));
    });
  });

  test('planning reads the planner’s secrets; only the job that asks and ships reads the environment’s own', () => {
    const environments = Object.entries(workflow.jobs).map(([name, job]) => [name, job.environment]);
    const of = (input: string) => ({ name: expression(`inputs.${input}`), deployment: false });
    expect(environments).toEqual([
      ['plan', of(kind === 'production' ? 'plan-environment' : 'environment')],
      ['ship', of('environment')],
    ]);
  });

  test('rollback answers failure and cancellation after migrate began, of every phase that can fail then', () => {
    const rollback = allSteps(workflow).at(-1)!;
    expect(rollback.if).toContain("(failure() || cancelled()) && steps.migrate.outcome != 'skipped'");
    const after = stepsOf(workflow.jobs['ship']!).flatMap((step) => (actionOf(step) ? [step.id] : []));
    for (const id of after.filter((each) => each !== 'rollback' && each !== 'approve'))
      expect(rollback.if).toContain(`steps.${id}.outputs.undo != 'false'`);
  });

  test('releases of staging wait in line, none is dropped or cancelled; those of production wait for the lease', () => {
    expect(workflow.concurrency ?? workflow.jobs['ship']?.concurrency).toEqual(
      kind === 'staging'
        ? { group: `shiplock-${expression('inputs.environment')}`, queue: 'max' }
        : undefined,
    );
    const leased = stepsOf(workflow.jobs['ship']!).filter((step) => step.with?.['lease-wait-minutes']);
    expect(leased.length).toBeGreaterThan(0);
  });

  test('what it promises is there', () => {
    const { inputs, outputs } = workflow.on.workflow_call!;
    for (const [name, { description }] of Object.entries({ ...inputs, ...outputs }))
      expect(description, name).toBeTruthy();
    expect(Object.keys(outputs!)).toEqual(['release-id', 'plan-hash', 'deployment-url', 'outcome']);
  });
});

describe.each(ours)('%s', (file) => {
  const workflow = workflows.get(file)!;

  test('rights are given to each job, none to all', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, job] of Object.entries(workflow.jobs)) {
      expect(job.permissions, name).toBeDefined();
      expect(job['timeout-minutes'], name).toBeDefined();
    }
  });

  test('whatever is used is ours at this commit, or pinned by SHA', () => {
    for (const { uses } of allSteps(workflow))
      if (uses && !uses.startsWith('$/')) expect(uses).toMatch(PINNED);
  });

  test('actions get inputs that they take', async () => {
    for (const step of allSteps(workflow)) {
      const action = actionOf(step);
      if (!action) continue;
      const manifest = parse(await readFile(path.join(root, 'actions', action, 'action.yml'), 'utf8')) as {
        inputs: Record<string, unknown>;
        outputs: Record<string, unknown>;
      };
      expect(Object.keys(manifest.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    }
  });

  test('a step gets the secrets that its action reads, under their names, and no others', async () => {
    for (const step of allSteps(workflow)) {
      const action = actionOf(step);
      if (!action) {
        expect(step.env).toBeUndefined();
        continue;
      }
      const { action: own } = (await import(
        pathToFileURL(path.join(root, 'actions', action, 'main.ts')).href
      )) as ActionModule;
      const read = own.manifest.inputs.flatMap((name) => {
        const spec: InputSpec = INPUTS[name];
        return spec.secret && spec.env ? [spec.env] : [];
      });
      expect(read, step.name).toEqual(expect.arrayContaining(Object.keys(step.env ?? {})));
      for (const [name, value] of Object.entries(step.env ?? {}))
        expect(value).toBe(expression(name === 'GITHUB_TOKEN' ? 'github.token' : `secrets.${name}`));
      expect(JSON.stringify(step.with ?? {})).not.toContain('secrets.');
    }
  });

  test('outputs that are read exist', async () => {
    const text = await readFile(path.join(root, file), 'utf8');
    for (const [, id, output] of text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const action = allSteps(workflow).flatMap((step) => (step.id === id ? [actionOf(step)] : []))[0];
      const manifest = parse(await readFile(path.join(root, 'actions', action!, 'action.yml'), 'utf8')) as {
        outputs: Record<string, unknown>;
      };
      expect(Object.keys(manifest.outputs), `${id}.${output}`).toContain(output);
    }
  });

  test('no value of an event reaches a shell', () => {
    for (const { run } of allSteps(workflow)) expect(run ?? '').not.toContain('${{');
  });

  test('a checkout leaves no token behind', () => {
    for (const step of allSteps(workflow))
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false);
  });
});

describe.each(templates)('%s', (file) => {
  const workflow = workflows.get(file)!;

  test('each job calls a workflow of this repository by what it takes', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) {
      const [, name] = /^SHIPLOCK_REPOSITORY\/(\.github\/workflows\/.+\.yml)@SHIPLOCK_SHA$/.exec(
        job.uses ?? '',
      )!;
      const called = workflows.get(name!)!;
      const { inputs = {}, secrets } = called.on.workflow_call!;
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(job.with ?? {})));
      // A caller cannot hand over an environment's secrets by name: https://github.com/actions/runner/issues/4453
      expect(secrets).toBeUndefined();
      // What reads no secret is given none.
      const reads = JSON.stringify(called).includes('secrets.');
      expect(job.secrets).toBe(reads ? 'inherit' : undefined);
      expect(job.permissions).toEqual(mostOf(Object.values(called.jobs)));
    }
  });

  test('it has properties', async () => {
    const name = path.basename(file, '.yml');
    const properties = JSON.parse(
      await readFile(path.join(root, `workflows/properties/${name}.properties.json`), 'utf8'),
    ) as Record<string, unknown>;
    for (const key of ['name', 'description', 'iconName', 'categories']) expect(properties[key]).toBeTruthy();
  });
});

/** A caller must grant what the called jobs take together; GitHub refuses the run when it grants less. */
function mostOf(jobs: readonly Job[]): Record<string, string> {
  const most: Record<string, string> = {};
  for (const job of jobs)
    for (const [scope, level] of Object.entries(job.permissions ?? {}))
      if (most[scope] !== 'write') most[scope] = level;
  return most;
}
