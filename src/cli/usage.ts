import { INPUTS, type InputSpec } from '../runner/inputs.ts';
import type { Command, Listed, OwnFlag } from './command.ts';
import { flagsOf } from './flags.ts';

const OWN: Readonly<Record<OwnFlag | 'help', string>> = {
  json: 'Print JSON.',
  head: 'Head of the record that you kept: PLACE:HASH, as `record verify` prints it (PLACE is the number of the last event), or the hash alone.',
  dora: 'Print deployment frequency, lead time, change failure rate and time to restore instead.',
  help: 'Print this.',
};

export function usage(commands: Readonly<Record<string, Listed>>): string {
  const rows = Object.entries(commands).map(([name, { help }]) => `  ${name.padEnd(16)}${help}`);
  return [
    'shiplock COMMAND --environment NAME …',
    '',
    ...rows,
    '',
    '`shiplock COMMAND --help` lists the flags of a command and the environment variables that it reads;',
    '`shiplock --version` prints the version.',
    '',
  ].join('\n');
}

/** The flags of one command, and the secrets that it reads. */
export function usageOf(name: string, { help }: Listed, command: Command): string {
  const flags = flagsOf(command).map((flag) => {
    const spec = (INPUTS as Readonly<Record<string, InputSpec>>)[flag];
    return row(`--${flag}`, spec?.description ?? OWN[flag as keyof typeof OWN], needs(flag));
  });
  const secrets = command.inputs.flatMap((input) => {
    const spec: InputSpec = INPUTS[input];
    return spec.secret && spec.env ? [row(spec.env, spec.description, needs(input))] : [];
  });
  return [
    `shiplock ${name}: ${help}`,
    '',
    ...flags,
    ...(secrets.length > 0 ? ['', 'Environment variables:', '', ...secrets] : []),
    '',
  ].join('\n');

  function needs(input: string): boolean {
    return command.required.some((required) => required === input);
  }
}

function row(name: string, text: string, needed: boolean): string {
  return `  ${name.padEnd(34)}${needed ? 'Required. ' : ''}${text}`;
}
