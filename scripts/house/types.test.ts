import { expect, test } from 'vitest';
import { read, tracked } from './files.ts';

/** `value as unknown as T`, with brackets or without: the compiler is told that anything is anything. */
const DOUBLE = /\bas\s+(?:unknown|any|never|object)\s*\)*\s*as\s/;

test('no value is cast past the compiler: it is parsed by a schema, or looked at by a type guard', async () => {
  const casting: string[] = [];
  const every = (await tracked()).filter((file) => /\.tsx?$/.test(file) && !/^(?:dist|build)\//.test(file));
  for (const file of every) {
    const lines = (await read(file)).split('\n');
    casting.push(
      ...lines.flatMap((line, i) => (DOUBLE.test(line) ? `${file}:${i + 1}: ${line.trim()}` : [])),
    );
  }
  expect(casting.filter((at) => !at.startsWith('scripts/house/types.test.ts'))).toEqual([]);
});
