import type { GithubPart } from './github/index.ts';
import type { AccessLog, Faults } from './kit/index.ts';
import type { PostgresPart } from './postgres/index.ts';
import type { SentryPart } from './sentry/index.ts';
import type { SlackPart } from './slack/index.ts';
import type { SupabaseProject } from './supabase/index.ts';
import type { Vercel } from './vercel/index.ts';

export type PartName = 'postgres' | 'supabase' | 'github' | 'sentry' | 'slack' | 'vercel';
export type EnvironmentName = 'staging' | 'production';
export const ENVIRONMENTS = ['staging', 'production'] as const;

/** The page to click through what the local cloud holds. */
export interface Page {
  readonly url: string;
  close(): Promise<void>;
}

/** Vercel with what a client needs to know about it. */
export interface VercelPart extends Vercel {
  readonly token: string;
  /** Can deploy, and move no traffic. */
  readonly deployToken: string;
  readonly teamId: string;
  /** A project for each environment; the environment's name is also the label of its domain. */
  readonly projects: Readonly<
    Record<EnvironmentName, { readonly id: string; readonly name: string; readonly protectionBypass: string }>
  >;
}

/** The running local cloud. Reading a part that was not started throws. */
export interface Cloud {
  /** Base URLs without credentials, for people: part or `supabase.staging` to URL. */
  readonly urls: Readonly<Record<string, string>>;
  /** Everything that must not appear in a log, a record or a process list. Grows when credentials are made. */
  readonly secrets: readonly string[];
  readonly postgres: PostgresPart;
  readonly supabase: Readonly<Record<EnvironmentName, SupabaseProject>>;
  readonly github: GithubPart;
  readonly sentry: SentryPart;
  readonly slack: SlackPart;
  readonly vercel: VercelPart;
  readonly page: Page;
  readonly faults: Faults;
  readonly log: AccessLog;
  /** What nobody implemented and what crashed inside a stand-in, one line each: must be empty after a run. */
  unimplemented(): readonly string[];
  close(): Promise<void>;
}
