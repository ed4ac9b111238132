import type { CodeHost, ErrorTracker, Hosting, Migrations, Notices } from '../ports.ts';

/** Starts jobs of the code host again. Source: src/codehost/ (GitHub). */
export interface JobReruns {
  readonly vendor: string;
  rerunJob(id: number): Promise<void>;
}

/** The ports behind which something outside can change. */
export interface Ports {
  readonly hosting: Hosting;
  readonly codeHost: CodeHost;
  readonly jobReruns: JobReruns;
  readonly errorTracker: ErrorTracker;
  readonly notices: Notices;
  readonly migrations: Migrations;
}
export type PortName = keyof Ports;

type Methods<Port> = {
  [K in keyof Port as NonNullable<Port[K]> extends (...args: never[]) => unknown ? K : never]-?: Effect;
};
export type MethodOf<P extends PortName> = keyof Methods<Ports[P]> & string;

/** `read`: it may be asked again. `write`: it changes something out there. `local`: nothing leaves the process. */
export type Effect = 'read' | 'write' | 'local';

/** What each method of each port does out there. The compiler wants every method here, once. */
export const METHODS: { readonly [P in PortName]: Readonly<Methods<Ports[P]>> } = {
  hosting: {
    names: 'read',
    domains: 'read',
    stage: 'write',
    pointPreview: 'write',
    findStaged: 'read',
    deployment: 'read',
    sourceDigest: 'read',
    listedAs: 'local',
    live: 'read',
    move: 'write',
    confirm: 'read',
    rollingPlan: 'read',
    rolling: 'read',
    advance: 'write',
    complete: 'write',
    setup: 'read',
    beside: 'read',
    environmentChanges: 'read',
    backends: 'read',
    elsewhere: 'read',
    protectionHeaders: 'local',
  },
  codeHost: {
    protectedFile: 'read',
    fileAt: 'read',
    contains: 'read',
    files: 'read',
    commit: 'read',
    changes: 'read',
    pullRequests: 'read',
    authorship: 'read',
    openThreads: 'read',
    approvals: 'read',
    people: 'read',
    openDeployment: 'write',
    setDeploymentStatus: 'write',
    confirmations: 'read',
    recordHeads: 'read',
    upsertComment: 'write',
  },
  jobReruns: { rerunJob: 'write' },
  errorTracker: {
    openRelease: 'write',
    uploadSourceMaps: 'write',
    unknownDebugIds: 'read',
    finalizeRelease: 'write',
    recordDeploy: 'write',
    errors: 'read',
    sessions: 'read',
  },
  notices: { publish: 'write' },
  migrations: { pending: 'read', apply: 'write', checkDown: 'read', down: 'write' },
};
