import { count } from '../src/present/count.ts';
import { answer, QUESTIONS } from './gate/questions.ts';

/**
 * What the gates promise, by simulation: `--runs 2000` for a quick look, `--seed 7` for other luck, `--only latency` for
 * some of it, `--json` for machines. Ends with 1 if a promise is broken.
 */
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const runs = option('--runs', 10_000);
const seed = option('--seed', 1);
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const json = process.argv.includes('--json');

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const asked = QUESTIONS.filter(({ question }) => only === undefined || question.includes(only));
const answers = asked.map((question, index) => {
  const found = answer(question, runs, seed + index);
  const { measured, atMost, outcome } = found;
  if (!json)
    process.stdout.write(
      `${measured <= atMost ? 'ok    ' : 'BROKEN'}  ${percent(measured).padStart(8)} (at most ${percent(atMost)})  ${found.question}  [${outcome.pass} passed, ${outcome.fail} failed, ${outcome.inconclusive} inconclusive, ${Math.round(outcome.samples / runs)} requests on average]\n`,
    );
  return found;
});
const broken = answers.filter(({ measured, atMost }) => measured > atMost);
if (json) process.stdout.write(`${JSON.stringify({ runs, seed, answers }, null, 2)}\n`);
else
  process.stdout.write(
    `${count(answers.length, 'question')} × ${count(runs, 'run')}, ${broken.length} broken\n`,
  );
if (broken.length > 0 || answers.length === 0) process.exitCode = 1;
