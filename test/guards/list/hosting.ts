import type { Guard } from '../guard.ts';

const traffic = ['src/hosting/traffic.test.ts'];
const decide = ['src/hosting/decide.test.ts'];

/** Moving traffic, and believing that it moved. */
export const HOSTING: readonly Guard[] = [
  {
    name: 'confirm: only a domain that leads elsewhere is left out',
    file: 'src/hosting/elsewhere.ts',
    find: 'return config?.misconfigured === true;',
    replace: 'return true;',
    tests: ['src/hosting/beside.test.ts'],
  },
  {
    name: 'confirm: whose release it is comes from the deployment that was moved to',
    file: 'src/hosting/confirm.ts',
    find: 'production?.id === to ?',
    replace: 'production ?',
    tests: ['src/hosting/calls.test.ts'],
  },
  {
    name: 'a domain that is in no list is asked for by itself',
    file: 'src/hosting/domains.ts',
    find: 'await atOnce(open(),',
    replace: 'await atOnce(new Array<string>(),',
    tests: ['src/hosting/calls.test.ts'],
  },
  {
    name: 'what a deployment is listed with counts for domains of the project alone',
    file: 'src/hosting/domains.ts',
    find: 'return new Map(domains.map((domain) => [domain, serving.get(domain)]));',
    replace: 'return serving;',
    tests: ['src/hosting/calls.test.ts'],
  },
  {
    name: 'plan: deployments of pushes are told',
    file: 'src/hosting/beside.ts',
    find: "if (!link || gitProviderOptions?.createDeployments === 'disabled') return [];",
    replace: 'return [];',
    tests: ['src/hosting/beside.test.ts'],
  },
  {
    name: 'no move while another job moves the domains',
    file: 'src/hosting/move.ts',
    find: "if (job?.state === 'running' && !abortsIt) throw",
    replace: 'if (false) throw',
    tests: traffic,
  },
  {
    name: 'no move from a deployment that nobody expected',
    file: 'src/hosting/move.ts',
    find: 'if (live.deploymentId !== request.expectedFrom)',
    replace: 'if (false)',
    tests: traffic,
  },
  {
    name: 'what serves already is not promoted again',
    file: 'src/hosting/move.ts',
    find: "if (live.deploymentId === to && live.job?.state !== 'running') {",
    replace: 'if (false) {',
    tests: traffic,
  },
  {
    name: 'a 409 is only taken for done when every domain points there',
    file: 'src/hosting/move.ts',
    find: "error.status === '409' && (await alreadyServes(api, to))",
    replace: "error.status === '409'",
    tests: traffic,
  },
  {
    name: 'no proof without a verified domain',
    file: 'src/hosting/decide.ts',
    find: 'if (look.serving?.size === 0)',
    replace: 'if (false)',
    tests: decide,
  },
  {
    name: 'a job that succeeded proves nothing while a domain points elsewhere',
    file: 'src/hosting/decide.ts',
    find: 'if (elsewhere.length > 0) {',
    replace: 'if (elsewhere.length > 0 && !ours) {',
    tests: decide,
  },
  {
    name: 'the domains must answer as the release',
    file: 'src/hosting/decide.ts',
    find: "if (wrong !== '') return ambiguous(",
    replace: 'if (false) return ambiguous(',
    tests: decide,
  },
  {
    name: 'what Vercel accepted is never "not done" for want of a job',
    file: 'src/hosting/decide.ts',
    find: 'if (request.accepted)',
    replace: 'if (false)',
    tests: decide,
  },
  {
    name: 'a job that was there before the write is not ours',
    file: 'src/hosting/confirm.ts',
    find: 'last.requestedAt !== api.jobBefore',
    replace: 'true',
    tests: ['src/hosting/jobs-and-domains.test.ts'],
  },
  {
    name: 'a job is stale only after its time',
    file: 'src/hosting/state.ts',
    find: 'Date.now() - requestedAt > staleMs',
    replace: 'true',
    tests: ['src/hosting/jobs-and-domains.test.ts'],
  },
  {
    name: '"not done" is not said too early',
    file: 'src/hosting/decide.ts',
    find: 'if (clock.now - request.since < clock.settleMs) {',
    replace: 'if (false) {',
    tests: decide,
  },
  {
    name: 'another job under way is not ours',
    file: 'src/hosting/decide.ts',
    find: 'return ours ? running(what) : ambiguous(',
    replace: 'return true ? running(what) : ambiguous(',
    tests: decide,
  },
];
