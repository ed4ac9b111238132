import { cut } from '../../present/text.ts';

/** Where the chain of a record ends: place and hash of its newest event. */
export interface RecordHead {
  readonly seq: number;
  readonly hash: string;
}

/** An end of the chain that was written down where the database's owner cannot reach it. */
export interface OutsideHead extends RecordHead {
  /** 64 hex digits, or at least their first 32. */
  readonly hash: string;
  readonly releaseId: string;
  readonly deploymentId: string;
  /** Names of the hosting project that the release is of, where that deployment says them. */
  readonly project?: readonly string[] | undefined;
  /** Login of whoever created the deployment or the status. */
  readonly by: string;
  /** ISO 8601, the code host's clock. */
  readonly at: string;
}

/** Of a chain without events. */
export const START: RecordHead = { seq: 0, hash: '0'.repeat(64) };

/** GitHub refuses longer descriptions. */
const LONGEST_DESCRIPTION = 140;
const SHORT_HASH = 32;

/** `157:abc…`: what people keep, and what `record verify --head` takes. */
export const headText = ({ seq, hash }: RecordHead): string => `${seq}:${hash}`;

/** A status' description with the head at its end, cut to what a code host takes. */
export function withHead(description: string, { seq, hash }: RecordHead): string {
  const head = `; record head ${seq}:${hash.slice(0, SHORT_HASH)}`;
  return `${cut(description, LONGEST_DESCRIPTION - head.length)}${head}`;
}

/** Undefined: the description has none. */
export function headIn(description: string): RecordHead | undefined {
  const [, seq, hash] = /; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(description) ?? [];
  return seq && hash ? { seq: Number(seq), hash } : undefined;
}
