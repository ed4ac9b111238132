import { expect, test } from 'vitest';
import { isTest, read, tracked } from './files.ts';

/** Loops that ask until something is so, and what a test library has of them: `until` of test/support has a deadline and says what it waits for. */
const WAITS =
  /\bvi\.wait(?:Until|For)\(|\bexpect\.poll\(|\bwhile \(.*\) await (?:sleep|new Promise)\(|\bfor \(.*\) await sleep\(/;
/** How long something took, held to be less than something: a busy machine makes it false. */
const CLOCKS =
  /(?:performance|Date)\.now\(\) - \w+\)?\)\.toBeLess|\b(?:ms|milli\w*|elapsed|took|longest|duration)\)\.toBeLess/i;
/** Pauses that are computed, and take no time. */
const COMPUTED = ['src/http/client.test.ts'];

test('tests wait with `until`, and assert no time by the clock on the wall', async () => {
  const found: string[] = [];
  const all = (await tracked()).filter(
    (file) => /\.ts$/.test(file) && (isTest(file) || /^(?:test|rehearsal|bench)\//.test(file)),
  );
  for (const file of all) {
    if (file === 'scripts/house/waiting.test.ts') continue;
    for (const [i, line] of (await read(file)).split('\n').entries())
      if (WAITS.test(line) || (CLOCKS.test(line) && !COMPUTED.includes(file)))
        found.push(`${file}:${i + 1}: ${line.trim()}`);
  }
  expect(found).toEqual([]);
});

test.each([
  ['while ((await rows()).length === 0) await sleep(20);', WAITS],
  ['for (let i = 0; i < 50 && alive(); i++) await sleep(100);', WAITS],
  ['await vi.waitUntil(() => left)', WAITS],
  ['expect(performance.now() - started).toBeLessThan(3000);', CLOCKS],
  ['expect(milliseconds).toBeLessThan(5000);', CLOCKS],
])('%s is found', (line, pattern) => expect(line).toMatch(pattern));
