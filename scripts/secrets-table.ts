import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AskingJob, Granted, SecretStore } from '../rehearsal/cloud/github/secrets.ts';
import { root } from './project.ts';

const step = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
});
const job = z.object({
  name: z.string().optional(),
  environment: z.object({ name: z.string(), deployment: z.literal(false) }).optional(),
  steps: z.array(step).default([]),
});
const callable = z.object({
  on: z.object({
    workflow_call: z.object({
      inputs: z.record(z.string(), z.object({ default: z.union([z.string(), z.number(), z.boolean()]) })),
    }),
  }),
  jobs: z.record(z.string(), job),
});

export interface JobSecrets {
  /** `production.yml: Approve and ship`. */
  readonly job: string;
  readonly environment: string;
  readonly steps: readonly {
    readonly step: string;
    readonly uses: string;
    readonly secrets: readonly string[];
  }[];
}

export const CALLABLE = ['pull-request.yml', 'staging.yml', 'production.yml', 'contract.yml'] as const;

/** What each step of the callable workflows reads, with the environment whose secrets its job gets by default. */
export async function secretsOfJobs(): Promise<readonly JobSecrets[]> {
  const found: JobSecrets[] = [];
  for (const file of CALLABLE) {
    const text = await readFile(path.join(root, '.github/workflows', file), 'utf8');
    const workflow = callable.parse(parse(text));
    const defaults = workflow.on.workflow_call.inputs;
    for (const [id, each] of Object.entries(workflow.jobs)) {
      const [, input] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(each.environment?.name ?? '') ?? [];
      const environment = input ? defaults[input]?.default : undefined;
      const steps = each.steps.flatMap(({ name = '', uses = '', env }) => {
        const secrets = Object.values(env).flatMap((value) => {
          const [, secret] = /^\$\{\{ secrets\.(\w+) \}\}$/.exec(value) ?? [];
          return secret ? [secret] : [];
        });
        return secrets.length > 0 ? [{ step: name, uses, secrets }] : [];
      });
      // Without secrets a job needs no environment.
      if (steps.length === 0 && !each.environment) continue;
      if (typeof environment !== 'string')
        throw new Error(`${file}: job ${id} names no environment by an input`);
      found.push({ job: `${file}: ${each.name ?? id}`, environment, steps });
    }
  }
  return found;
}

/** The secrets that each environment must hold for its jobs. Nothing is stored in the repository itself. */
export function storeFor(jobs: readonly JobSecrets[]): SecretStore {
  const environments: Record<string, string[]> = {};
  for (const { environment, steps } of jobs) {
    const read = steps.flatMap((each) => each.secrets);
    environments[environment] = [...new Set([...(environments[environment] ?? []), ...read])];
  }
  return { repository: [], environments };
}

/** Somebody who wants to read an environment's secrets. */
export interface Asker {
  readonly who: string;
  readonly job: Omit<AskingJob, 'environment'>;
}

export const ASKERS: readonly Asker[] = [
  { who: 'a pull request from a fork', job: { ref: 'refs/pull/7/merge', fork: true } },
  {
    who: 'a pull request from a branch of the repository, its workflows changed by that branch',
    job: { ref: 'refs/pull/7/merge', fork: false },
  },
  {
    who: 'a push to any other branch, with its own workflow',
    job: { ref: 'refs/heads/mine', fork: false },
  },
  { who: 'any workflow on the default branch, not reviewed', job: { ref: 'refs/heads/main', fork: false } },
  {
    who: 'a run on the default branch that a required reviewer approved',
    job: { ref: 'refs/heads/main', fork: false, approvedBy: 'grace' },
  },
];

/** Two tables: which step reads which secret, and who can read an environment's secrets at all. */
export function secretsMarkdown(jobs: readonly JobSecrets[], ask: (job: AskingJob) => Granted): string {
  const environments = [...new Set(jobs.map((each) => each.environment))];
  const reads = jobs.flatMap(({ job: name, environment, steps }) =>
    steps.map((each) => {
      const secrets = each.secrets.map((secret) => `\`${secret}\``).join(', ');
      return `| ${name} | \`${environment}\` | ${each.step} | ${secrets} |`;
    }),
  );
  const who = ASKERS.map(({ who: name, job: asked }) => {
    const cells = environments.map((environment) => cell(ask({ ...asked, environment })));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    '| job | environment | step | secrets it gets |',
    '| --- | --- | --- | --- |',
    ...reads,
    '',
    `| who requests the secrets of | ${environments.map((each) => `\`${each}\``).join(' | ')} |`,
    `| --- |${' --- |'.repeat(environments.length)}`,
    ...who,
    '',
  ].join('\n');
}

function cell(granted: Granted): string {
  if (granted.state === 'waits') return `waits ${granted.why}`;
  if (granted.state === 'refused') return 'no: the branch is not allowed';
  return granted.secrets.length > 0 ? 'yes' : 'no secrets';
}
