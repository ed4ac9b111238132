import { parse, stringify } from 'yaml';

/** Where act finds this repository. */
export interface Home {
  /** `owner/name`. */
  readonly repository: string;
  readonly ref: string;
}

/**
 * A workflow as act 0.2.89 understands it. GitHub knows three things that act does not yet: `uses: $/path` (becomes
 * `owner/name/path@ref`), `concurrency.queue` and `environment.deployment` (both left out: act queues nothing and opens
 * no deployment). Nor does it know an environment's secrets: they are read from one JSON secret, `ENVIRONMENTS`, by the
 * name of the job's environment, so that each job gets its environment's own. Anchors are written out. Nothing else changes.
 */
export function rewriteForAct(text: string, home: Home): string {
  const workflow = parse(text) as Workflow;
  return stringify(
    { ...withoutQueue(workflow), jobs: mapValues(workflow.jobs, (job) => rewriteJob(job, home)) },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
}

interface Workflow {
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly concurrency?: unknown;
  readonly environment?: unknown;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

interface Step {
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function rewriteJob(job: Job, home: Home): Job {
  const { environment } = job;
  return {
    ...withoutQueue(job),
    ...(isObject(environment) ? { environment: without(environment, 'deployment') } : {}),
    ...(job.uses ? { uses: located(job.uses, home) } : {}),
    ...(job.steps ? { steps: job.steps.map((step) => rewriteStep(step, job, home)) } : {}),
  };
}

function rewriteStep(step: Step, { environment }: Job, home: Home): Step {
  const name = isObject(environment)
    ? /^\$\{\{ (inputs\.[\w-]+) \}\}$/.exec(String(environment['name']))?.[1]
    : undefined;
  return {
    ...step,
    ...(step.uses ? { uses: located(step.uses, home) } : {}),
    ...(step.env && name ? { env: mapValues(step.env, (value) => ofEnvironment(value, name)) } : {}),
  };
}

const ofEnvironment = (value: string, environment: string): string =>
  value.replace(
    /^\$\{\{ secrets\.(\w+) \}\}$/,
    (_, secret: string) => `\${{ fromJSON(secrets.ENVIRONMENTS)[${environment}].${secret} }}`,
  );

function withoutQueue<T extends { readonly concurrency?: unknown }>(value: T): T {
  const { concurrency } = value;
  return isObject(concurrency) ? { ...value, concurrency: without(concurrency, 'queue') } : value;
}

const located = (uses: string, { repository, ref }: Home): string =>
  uses.startsWith('$/') ? `${repository}/${uses.slice(2)}@${ref}` : uses;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const without = (value: Record<string, unknown>, key: string) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

const mapValues = <T, U>(value: Readonly<Record<string, T>>, map: (value: T) => U) =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, map(each)]));
