import 'server-only';
import { createHmac } from 'node:crypto';
import type { Redis } from '@upstash/redis';
import { z } from 'zod';
import { fieldKeys } from '../env.ts';
import type { Turn } from '../limits/limit.ts';
import { askRedis } from './client.ts';

/** What was counted is kept under a keyed hash: whoever reads Redis learns neither addresses nor who tried. */
function subjectOf({ bucket, subject }: Turn): string {
  const { bytes } = fieldKeys().index.current;
  return createHmac('sha256', bytes).update(`turn\0${bucket}\0${subject}`).digest('base64url');
}

/** Spans begin at the same moments on every server, as those of the database do (`private.take_turns`). */
function spanOf({ seconds }: Turn, now: number) {
  const span = Math.floor(now / (seconds * 1_000));
  return { span, wait: Math.max(1, Math.ceil(((span + 1) * seconds * 1_000 - now) / 1_000)) };
}

const numbers = z.array(z.number().int());

/** All of them in one request: each costs a round trip. */
async function count(turns: readonly Turn[], now: number, by: 1 | -1): Promise<readonly number[]> {
  const send = (redis: Redis) => {
    const all = redis.pipeline();
    for (const turn of turns) {
      const key = `turn:${subjectOf(turn)}:${spanOf(turn, now).span}`;
      all.incrby(key, by);
      all.expire(key, turn.seconds, 'NX');
    }
    return all.exec();
  };
  const answered = await askRedis(async (redis) => numbers.parse(await send(redis)));
  return answered.filter((_, index) => index % 2 === 0);
}

/**
 * @returns seconds to wait; 0: go on
 * @throws RedisUnavailable
 */
export async function countTurns(turns: readonly Turn[], now: number = Date.now()): Promise<number> {
  const used = await count(turns, now, 1);
  const waits = turns.map((turn, index) => ((used[index] ?? 0) > turn.atMost ? spanOf(turn, now).wait : 0));
  return Math.max(0, ...waits);
}

/** @throws RedisUnavailable */
export async function uncountTurns(turns: readonly Turn[], now: number = Date.now()): Promise<void> {
  await count(turns, now, -1);
}
