import { CODES_BY_RUNBOOK, type Kind, type Row } from './codes-by-runbook.ts';

type Group = (typeof CODES_BY_RUNBOOK)[keyof typeof CODES_BY_RUNBOOK];
type CodesOf<K extends Kind, G = Group> = G extends unknown
  ? { [C in keyof G]: G[C] extends { readonly kind: K } ? C : never }[keyof G]
  : never;

export type ConfigurationCode = CodesOf<'configuration'>;
export type FailureCode = CodesOf<'failure'>;
export type Code = ConfigurationCode | FailureCode;

export interface CodeFacts extends Row {
  /** Path in this repository. */
  readonly runbook: string;
}

export const CODES = Object.fromEntries(
  Object.entries(CODES_BY_RUNBOOK).flatMap(([name, codes]) =>
    Object.entries(codes).map(([code, facts]) => [code, { ...facts, runbook: `runbooks/${name}.md` }]),
  ),
) as Readonly<Record<Code, CodeFacts>>;
