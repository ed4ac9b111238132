/** All that the Sentry stand-in knows, as plain data. Uploaded chunks live elsewhere: they are large. */
export interface SentryState {
  readonly organization: string;
  readonly projects: Project[];
  readonly repositories: { readonly id: string; readonly name: string }[];
  readonly releases: Release[];
  readonly events: ErrorEvent[];
  readonly sessions: SessionUpdate[];
  readonly bundles: Bundle[];
  nextId: number;
}

export interface Project {
  readonly id: string;
  readonly slug: string;
  /** Public part of the DSN. */
  readonly key: string;
}

export interface Release {
  readonly id: number;
  readonly version: string;
  projects: string[];
  readonly dateCreated: string;
  dateReleased: string | null;
  ref: string | null;
  url: string | null;
  refs: { readonly repository: string; readonly commit: string; readonly previousCommit?: string }[];
  commits: { readonly id: string; readonly message?: string; readonly repository?: string }[];
  readonly deploys: Deploy[];
}

export interface Deploy {
  readonly id: string;
  readonly environment: string;
  readonly name: string | null;
  readonly url: string | null;
  readonly dateStarted: string | null;
  readonly dateFinished: string;
}

export interface ErrorEvent {
  readonly id: string;
  readonly project: string;
  /** Events with the same key are one issue. */
  readonly group: string;
  readonly title: string;
  readonly culprit: string;
  readonly level: string;
  readonly release: string | null;
  readonly environment: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly user: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly sdk: string;
}

export interface SessionUpdate {
  readonly sid: string;
  readonly project: string;
  readonly release: string;
  readonly environment: string;
  readonly status: string;
  readonly at: number;
  readonly count: number;
}

export interface Bundle {
  readonly checksum: string;
  readonly version: string | null;
  readonly projects: readonly string[];
  readonly files: readonly { readonly path: string; readonly type: string; readonly debugId?: string }[];
}

/** A group of events, as Sentry shows it. */
export interface Issue {
  readonly id: string;
  readonly shortId: string;
  readonly project: Project;
  readonly title: string;
  readonly culprit: string;
  readonly level: string;
  readonly events: readonly ErrorEvent[];
  readonly firstRelease: string | null;
  readonly lastRelease: string | null;
}

/** Issues are derived: group, and name them by their first event. */
export function issues(state: SentryState): Issue[] {
  const groups = new Map<string, ErrorEvent[]>();
  for (const event of state.events) {
    const key = `${event.project}\n${event.group}`;
    const known = groups.get(key);
    if (known) known.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()].map((events, index) => {
    const first = events[0]!;
    const project = state.projects.find((one) => one.id === first.project)!;
    return {
      id: String(1001 + index),
      shortId: `${project.slug.toUpperCase()}-${(index + 1).toString(36).toUpperCase()}`,
      project,
      title: first.title,
      culprit: first.culprit,
      level: first.level,
      events,
      firstRelease: events.find((one) => one.release !== null)?.release ?? null,
      lastRelease: events.findLast((one) => one.release !== null)?.release ?? null,
    };
  });
}

/** An answer that is an error: `{detail}`, or `{field: [problem]}` for a field. */
export class Failure extends Error {
  readonly status: number;
  readonly body: object;
  constructor(status: number, body: object) {
    super(`sentry stand-in answers ${status}`);
    this.status = status;
    this.body = body;
  }
}

export const notFound = () => new Failure(404, { detail: 'The requested resource does not exist' });
