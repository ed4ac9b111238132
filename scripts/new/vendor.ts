import { METHODS } from '../../src/release/calls/ports.ts';
import { camel, dashed, FILL, kebab, pascal, words } from './names.ts';
import { exists, type Kind, mustBeNew } from './scaffold.ts';

/** What a vendor can be for a release: the ports. */
const ROLES: readonly string[] = Object.keys(METHODS).map(dashed);

/** A vendor: its client over src/http, one role that it plays, and a test of both. */
export const vendor: Kind = {
  usage: '<vendor> <role, such as notices>',
  async make(root, [givenName, givenRole]) {
    const name = kebab(givenName, 'the vendor');
    const role = kebab(givenRole, 'the role');
    if (!ROLES.includes(role))
      throw new Error(
        `there is no role ${role}: the roles are ${ROLES.join(', ')} (src/release/calls/ports.ts)`,
      );
    const folder = `src/${name}`;
    if (await exists(root, folder))
      throw new Error(`${folder} is there already: a vendor has its own folder`);
    const [client, file] = [`${folder}/client.ts`, `${folder}/${role}.ts`];
    for (const each of [client, file]) await mustBeNew(root, each);
    return {
      files: new Map([
        [client, clientOf(name)],
        [file, roleOf(name, role)],
        [`${folder}/${role}.test.ts`, testOf(name, role)],
      ]),
      next: [
        `Say in ${client} how the API is authorized; faults of its own go before the general ones (generalFaults({ more })).`,
        `Write the role in ${file}: it implements an interface of src/release/ports*.ts. An answer is parsed by one schema.`,
        'Give src a row for the folder in scripts/house/layout.test.ts: MAY_IMPORT.',
        'Take it up in src/runner/compose*.ts, which alone imports vendors, with inputs in src/runner/inputs.ts.',
        'A call that changes something outside goes through Seam.write, with a way to read whether it happened.',
      ],
    };
  },
};

const clientOf = (name: string): string => `import { HttpClient } from '../http/client.ts';
import { generalFaults } from '../http/general.ts';
import type { Pace } from '../http/wire.ts';

export interface ${pascal(name)}Options {
  /** ${FILL} the base address, without a slash at its end. */
  readonly url: string;
  /** ${FILL} what the token must be allowed to. */
  readonly token: string;
}

/** ${FILL} which API, with a link to its reference. */
export class ${pascal(name)}Client extends HttpClient {
  constructor({ url, token }: ${pascal(name)}Options, pace: Pace) {
    super({
      base: () => url,
      headers: () => ({ authorization: \`Bearer \${token}\` }),
      secrets: [token],
      faults: generalFaults({ vendor: '${words(name)}', secret: '${name}-token' }),
      pace,
    });
  }
}
`;

const roleOf = (name: string, role: string): string => `import { z } from 'zod';
import type { ${pascal(name)}Client } from './client.ts';

/** ${FILL} the answer as its reference has it, with a link. */
const answer = z.object({ ok: z.boolean() });

/** ${FILL} the interface of src/release/ports*.ts that this implements. */
export async function ${camel(role)}(client: ${pascal(name)}Client): Promise<boolean> {
  const found = await client.read({ doing: '${FILL} continues "Could not …"', path: '/' }, answer);
  return found?.ok === true;
}
`;

const testOf = (name: string, role: string): string => `import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { BRISK } from '../http/wire.ts';
import { ${pascal(name)}Client } from './client.ts';
import { ${camel(role)} } from './${role}.ts';

test('${FILL} what it does, in the user’s words', async () => {
  const server = createServer((_, response) => response.end('{"ok":true}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = new ${pascal(name)}Client({ url: \`http://127.0.0.1:\${port}\`, token: 'test' }, BRISK);
  expect(await ${camel(role)}(client)).toBe(true);
});
`;
