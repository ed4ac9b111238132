import type { Guard } from '../guard.ts';

const values = ['src/runner/values.test.ts'];
const flags = ['src/cli/flags.test.ts'];
const wrong = ['src/runner/wrong-inputs.test.ts'];

/** What is refused at the door, of inputs and flags, and which program is run. */
export const INPUT_GUARDS: readonly Guard[] = [
  {
    name: 'inputs: what is required must be there',
    file: 'src/runner/values.ts',
    find: '    ...declared.required,\n',
    replace: '',
    tests: values,
  },
  {
    name: 'inputs: what is required in this case must be there',
    file: 'src/runner/values.ts',
    find: '    ...(declared.alsoRequired?.(given) ?? []),\n',
    replace: '',
    tests: values,
  },
  {
    name: 'inputs: force takes a reason',
    file: 'src/runner/values.ts',
    find: "  ['force', 'reason'],\n",
    replace: '',
    tests: values,
  },
  {
    name: 'inputs: half of Supabase’s API is none',
    file: 'src/runner/values.ts',
    find: "  ['supabase-url', 'supabase-key'],\n",
    replace: '',
    tests: values,
  },
  {
    name: 'inputs: a commit is a full SHA',
    file: 'src/runner/formats.ts',
    find: '(/^[0-9a-f]{40}$/i.test(text) ? text.toLowerCase() : undefined)',
    replace: 'text.toLowerCase()',
    tests: values,
  },
  {
    name: 'inputs: a connection string is one before anything is looked up',
    file: 'src/runner/formats.ts',
    find: '  mustBeUsable(text, name);\n',
    replace: '',
    tests: values,
  },
  {
    name: 'inputs: nothing runs where one is wrong',
    file: 'src/runner/values.ts',
    find: '  if (!first) return inputs;',
    replace: '  if (first) return inputs;',
    tests: ['src/runner/run.test.ts'],
  },
  {
    name: 'inputs: what is wrong is told with what else is wrong',
    file: 'src/runner/values.ts',
    find: '      mistakes.push(error.problem);\n',
    replace: '      throw error;\n',
    tests: wrong,
  },
  {
    name: 'inputs: what is wrong is not called missing as well',
    file: 'src/runner/values.ts',
    find: '      wrong[name] = text;\n',
    replace: '',
    tests: wrong,
  },
  {
    name: 'inputs: a hold has a reason, and does not lift another',
    file: 'actions/hold/main.ts',
    find: '  mistakes: holdMistakes,\n',
    replace: '',
    tests: wrong,
  },
  {
    name: 'flags: a head of the record is one before the record is asked',
    file: 'src/cli/flags.ts',
    find: 'mistakes: headMistakes(head)',
    replace: 'mistakes: []',
    tests: flags,
  },
  {
    name: 'flags: a command takes no flag of another',
    file: 'src/cli/flags.ts',
    find: 'if (!flags.includes(name)) return [unknownFlag(flag, command, flags)];',
    replace: '',
    tests: flags,
  },
  {
    name: 'flags: a secret is no flag',
    file: 'src/cli/flags.ts',
    find: 'filter((name) => !(INPUTS[name] as InputSpec).secret)',
    replace: 'filter(() => true)',
    tests: flags,
  },
  {
    name: 'programs: PATH before the packages of the commit',
    file: 'src/release/find-program.ts',
    find: 'for (const folder of folders.filter(path.isAbsolute)) {',
    replace: 'for (const folder of folders.reverse().filter(path.isAbsolute)) {',
    tests: ['src/release/find-program.test.ts'],
  },
  {
    name: 'programs: no relative folder of PATH',
    file: 'src/release/find-program.ts',
    find: 'folders.filter(path.isAbsolute)',
    replace: 'folders',
    tests: ['src/release/find-program.test.ts'],
  },
];
