import 'server-only';
import type { Redis } from '@upstash/redis';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { type Guard, guardOf } from './guard.ts';

/** On the process, since Next.js bundles pages, route handlers and the proxy apart: they share what they found out. */
const GUARD = Symbol.for('prescriptions.redis');
const shared = globalThis as typeof globalThis & { [GUARD]?: Guard };

function redisGuard(): Guard {
  shared[GUARD] ??= guardOf(log);
  return shared[GUARD];
}

/** Whether this server was given a Redis. Without one, what must be counted is counted in the database. */
export const hasRedis = (): boolean => env().UPSTASH_REDIS_REST_URL !== undefined;

let kept: Promise<Redis> | undefined;

/** Loaded when it is needed: a server without Redis does not read the library. */
async function connect(): Promise<Redis> {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, REDIS_LIMIT_MS: limit } = env();
  const { Redis } = await import('@upstash/redis');
  return new Redis({
    ...{ url, token },
    // The library would try five times more, with pauses; a request does not wait for that.
    retry: false,
    signal: () => AbortSignal.timeout(limit),
    // We keep JSON alone, which needs no base64 around it.
    responseEncoding: false,
    readYourWrites: false,
    enableTelemetry: false,
    cache: 'no-store',
  });
}

async function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  kept ??= connect();
  return work(await kept);
}

/** @throws RedisUnavailable */
export const askRedis = <T>(work: (redis: Redis) => Promise<T>): Promise<T> =>
  redisGuard().run(() => withRedis(work));

/**
 * That it answers, whatever requests found out a moment ago.
 * @throws RedisUnavailable
 */
export async function pingRedis(): Promise<void> {
  await redisGuard().attempt(() => withRedis((redis) => redis.ping()));
}
