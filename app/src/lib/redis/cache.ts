import 'server-only';
import type { z } from 'zod';
import { askRedis, hasRedis } from './client.ts';
import { RedisUnavailable } from './guard.ts';

/**
 * Keeps what is the same for everyone, for all servers, at most `seconds` old. Nothing about a person is kept: what depends
 * on who asks must not pass through here. While Redis is gone, and where there is none, each server loads it itself.
 * @param name with a version that changes with what `schema` reads: two releases share the cache
 */
export function kept<Schema extends z.ZodType>(
  name: `${string}:v${number}`,
  schema: Schema,
  seconds: number,
  load: () => Promise<z.output<Schema>>,
): () => Promise<z.output<Schema>> {
  return async () => {
    if (!hasRedis()) return load();
    const found = await unlessGone(() => askRedis((redis) => redis.get(name)));
    const read = schema.safeParse(found);
    if (read.success) return read.data;
    const value = await load();
    await unlessGone(() => askRedis((redis) => redis.set(name, value, { ex: seconds })));
    return value;
  };
}

/** `undefined` while Redis is gone, which the guard has counted and said. */
async function unlessGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RedisUnavailable) return undefined;
    throw error;
  }
}
