import { root } from '../project.ts';
import { action } from './action.ts';
import { gateSource } from './gate-source.ts';
import { rule } from './rule.ts';
import { type Kind, write } from './scaffold.ts';
import { vendor } from './vendor.ts';

/** `npm run new:rule -- index-on-boolean indexes`: writes the files of a new thing, and says what to fill in. */
const KINDS: Readonly<Record<string, Kind>> = {
  rule,
  action,
  vendor,
  'gate-source': gateSource,
};

const [name = '', ...names] = process.argv.slice(2);
const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
try {
  if (!kind) throw new Error(`the kinds are ${Object.keys(KINDS).join(', ')}`);
  const made = await kind.make(root, names);
  await write(root, made);
  process.stdout.write(`${[...made.files.keys()].map((file) => `wrote ${file}`).join('\n')}\n\nNext:\n`);
  process.stdout.write(`${made.next.map((step, i) => `${i + 1}. ${step}`).join('\n')}\n`);
  process.stdout.write('`npm run test:unit -- scripts/house` names what is not filled in yet.\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write(kind ? `usage: npm run new:${name} -- ${kind.usage}\n` : '');
  process.exitCode = 1;
}
