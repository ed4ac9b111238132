import type { LoadSample } from '../load.ts';

/** What the story tells and the report shows: plain data, no secrets. */
export type EnvironmentName = 'staging' | 'production';
export type PartState = 'done' | 'failed' | 'killed';

/** One action that ran, or a piece of work of the story itself. */
export interface Part {
  readonly release: number;
  readonly track: EnvironmentName;
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly state: PartState;
  /** It ended as the story wants it: a gate that must fail and does is expected. */
  readonly expected: boolean;
  readonly note: string;
  readonly log: readonly string[];
  readonly summary: string;
}

export interface ReleaseStory {
  readonly number: number;
  readonly title: string;
  readonly about: string;
  readonly commit: string;
  readonly pull: number;
  readonly author: string;
  /** Release ids by environment, once known. */
  readonly ids: Partial<Record<EnvironmentName, string>>;
  /** One sentence: how it ended. */
  outcome: string;
  approvedBy: string;
  planHash: string;
  planMarkdown: string;
}

export interface Mark {
  readonly at: number;
  readonly text: string;
}

export interface LoadStory {
  readonly release: number;
  readonly title: string;
  readonly samples: readonly LoadSample[];
  readonly perSecond: number;
  readonly failed: number;
  readonly marks: readonly Mark[];
  /** Release id to what the legend calls it. */
  readonly names: Readonly<Record<string, string>>;
}

export interface Claim {
  readonly text: string;
  readonly held: boolean;
  readonly release: number | undefined;
}

export interface RecordRow {
  readonly seq: number;
  readonly at: string;
  readonly release: string;
  readonly actor: string;
  readonly phase: string;
  readonly kind: string;
  readonly what: string;
  readonly prevHash: string;
  readonly hash: string;
}

export interface RecordStory {
  readonly environment: EnvironmentName;
  readonly rows: readonly RecordRow[];
  /** What `record verify` printed. */
  readonly verified: string;
  readonly intact: boolean;
}

export interface SlackMessage {
  readonly ts: string;
  readonly threadTs?: string;
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly edited: boolean;
}

export interface Story {
  readonly startedAt: number;
  endedAt: number;
  readonly facts: [string, string][];
  readonly releases: ReleaseStory[];
  readonly parts: Part[];
  readonly loads: LoadStory[];
  readonly claims: Claim[];
  readonly times: { readonly what: string; readonly milliseconds: number }[];
  records: RecordStory[];
  slack: SlackMessage[];
  /** Why the story ended early. */
  broken: string | undefined;
}

export function emptyStory(): Story {
  return {
    startedAt: Date.now(),
    endedAt: Date.now(),
    facts: [],
    releases: [],
    parts: [],
    loads: [],
    claims: [],
    times: [],
    records: [],
    slack: [],
    broken: undefined,
  };
}
