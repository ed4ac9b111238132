import { isConnectionString } from '../database/connection-string.ts';
import { INPUTS, type InputName, type InputSpec } from './inputs.ts';
import type { RawInputs } from './values.ts';

/** The values to mask: each secret input, and the password inside each connection string, as it may be said. */
export function secretsOf(inputs: RawInputs): string[] {
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(inputs)) {
    if (!(INPUTS[name as InputName] as InputSpec).secret) continue;
    secrets.push(value, value.trim(), ...passwordsOf(value));
    if (name.endsWith('database-url') && !isConnectionString(value)) secrets.push(...plausible(value));
  }
  return [...new Set(secrets)].filter((secret) => secret.length >= 3);
}

/** Names that stand in many connection strings, and in every log. */
const COMMON = new Set(
  'postgres postgresql https http localhost 127.0.0.1 5432 6543 user password host port dbname sslmode require prefer disable verify-full com net pooler supabase'.split(
    ' ',
  ),
);

/** Where the borders between the parts cannot be told, any part may be of the password. */
function plausible(value: string): string[] {
  const userinfo = /^[^:]*:\/*([\s\S]*)@/.exec(value)?.[1] ?? value;
  const password = userinfo.slice(userinfo.indexOf(':') + 1);
  const parts = value.split(/[\s:/@#?&=%;,"'\\]+/).filter((part) => !COMMON.has(part.toLowerCase()));
  return [userinfo, password, decoded(password), encodeURIComponent(password), ...parts];
}

/** What a job's environment holds for other actions too: a library may say it, whoever was given it. */
export function environmentSecrets(env: NodeJS.ProcessEnv): string[] {
  const given = Object.entries(INPUTS as Record<string, InputSpec>).flatMap(([name, spec]) =>
    spec.secret && spec.env && env[spec.env] ? [[name, env[spec.env]]] : [],
  );
  return secretsOf(Object.fromEntries(given) as RawInputs);
}

/** As it is written, and as it is meant. */
function passwordsOf(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const { password, searchParams } = new URL(value);
  const written = [password, searchParams.get('password') ?? ''].filter(Boolean);
  return written.flatMap((each) => {
    const meant = decoded(each);
    return [each, meant, encodeURIComponent(meant)];
  });
}

/** A percent sign that was not encoded is one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
