import { INPUTS, type InputName, type InputSpec, type Inputs } from './inputs.ts';

/** The values to mask: each secret input, and the password inside each connection string, as it may be said. */
export function secretsOf(inputs: Inputs): string[] {
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(inputs)) {
    if (!(INPUTS[name as InputName] as InputSpec).secret) continue;
    secrets.push(value, ...passwordsOf(value));
  }
  return [...new Set(secrets)].filter((secret) => secret.length >= 3);
}

/** What a job's environment holds for other actions too: a library may say it, whoever was given it. */
export function environmentSecrets(env: NodeJS.ProcessEnv): string[] {
  const given = Object.entries(INPUTS as Record<string, InputSpec>).flatMap(([name, spec]) =>
    spec.secret && spec.env && env[spec.env] ? [[name, env[spec.env]]] : [],
  );
  return secretsOf(Object.fromEntries(given) as Inputs);
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
