import type { Goal, Row } from './goals.ts';

/** For people: a table a case, then the goals. */
export function print(rows: readonly Row[], goals: readonly Goal[]): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  for (const name of new Set(rows.map((row) => row.name))) {
    const these = rows.filter((row) => row.name === name);
    say(`\n${name}: shiplock ${Math.round(these[0]?.ours_ms ?? 0)} ms`);
    for (const { peer, peer_ms, ratio, peer_lacks } of these) {
      say(`  ${String(Math.round(peer_ms)).padStart(6)} ms  Shiplock ${ratio.toFixed(2)}×  ${peer}`);
      say(`                        without: ${peer_lacks.join('; ')}`);
    }
  }
  say('\ngoals');
  for (const { met, name, ratio, at_most, peer } of goals)
    say(
      `  ${met ? 'met   ' : 'missed'} ${name.replace('goal: ', '')}: ${ratio.toFixed(2)}× of ${peer}, at most ${at_most}`,
    );
}
