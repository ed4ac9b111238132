import { expect, test } from 'vitest';
import { bytesToLookAt, secretIn } from './secrets.ts';

const KEY = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----\n`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\n-----END CERTIFICATE-----\n`;
/** How a token is kept out of a file. */
const VARIABLE = '$'.concat('{NPM_TOKEN}');

/** As it is asked when a file is read: only its first bytes are there. */
const look = (path: string, contents: string) =>
  secretIn(path, Buffer.from(contents).subarray(0, bytesToLookAt(path)));

test.each([
  ['.env', 'A=1'],
  ['.env.local', 'A=1'],
  ['.env.production', 'A=1'],
  ['.envrc', 'export A=1'],
  ['.env~', 'A=1'],
  ['.env_prod', 'A=1'],
  ['.sentryclirc', '[auth]\ntoken=sntrys_x\n'],
  ['client.json', JSON.stringify({ web: { client_secret: 'x' } })],
  ['db.backup', 'x'],
  ['api/.env', 'A=1'],
  ['config/production.env', 'A=1'],
  ['.ENV', 'A=1'],
  ['.dev.vars', 'A=1'],
  ['.npmrc', '//registry.npmjs.org/:_authToken=npm_abc\n'],
  ['packages/a/.npmrc', '; ours\n_auth = "c2VjcmV0"\n'],
  ['.yarnrc.yml', 'npmScopes:\n  acme:\n    npmAuthToken: abc\n'],
  ['.yarnrc.yml', 'npmScopes: [unclosed'],
  ['.netrc', 'machine x'],
  ['.pgpass', 'x'],
  ['.git-credentials', 'https://a:b@x'],
  ['.aws/credentials', '[default]'],
  ['terraform.tfstate', '{}'],
  ['id_rsa', 'x'],
  ['keys/id_ed25519', 'x'],
  ['server.pem', KEY],
  ['both.pem', CERTIFICATE + KEY],
  ['unknown.pem', 'secret'],
  ['server.key', 'x'],
  ['store.p12', 'x'],
  ['store.pfx', 'x'],
  ['AuthKey_1.p8', 'x'],
  ['docs/notes.txt', KEY],
  ['docs/rsa.txt', KEY.replaceAll('PRIVATE', 'RSA PRIVATE')],
  ['dump.sql', 'x'],
  ['data/prod-backup-2026.sql', 'x'],
  ['data/prod.sql.gz', 'x'],
  ['prod.dump', 'x'],
  ['snapshot.bin', 'PGDMP\u0001'],
  ['google.json', JSON.stringify({ type: 'service_account', private_key: KEY })],
])('attack 18: %s looks secret', (path, contents) => {
  const why = look(path, contents);
  expect(why).toMatch(/^(?:looks like|contains|is) /);
  expect(look(`deep/er/${path}`, contents)).toBe(why);
});

test.each([
  ['.env.example', 'A='],
  ['.env.production.example', 'A='],
  ['.env.sample', 'A='],
  ['.npmrc', `save-exact=true\n//registry.npmjs.org/:_authToken=${VARIABLE}\n`],
  ['.yarnrc.yml', `nodeLinker: node-modules\nnpmAuthToken: "${VARIABLE}"\n`],
  ['.yarnrc.yml', ''],
  ['id_rsa.pub', 'ssh-rsa AAAA'],
  ['prod-ca-2021.crt', CERTIFICATE],
  ['global-bundle.pem', CERTIFICATE.repeat(3)],
  ['public.pem', KEY.replaceAll('PRIVATE', 'PUBLIC')],
  ['talk.key', 'PK\u0003\u0004'],
  ['seed.sql', 'insert into a values (1);'],
  ['src/keys.ts', `import { importPKCS8 } from 'jose';\nconst BEGIN = '-----BEGIN PRIVATE KEY-----';`],
  ['src/environment.ts', 'x'],
  ['.environment', 'x'],
  ['public/app.tar.gz', 'x'],
  ['index.js.bak', 'x'],
  ['.sentryclirc', '[defaults]\norg=acme\n'],
  ['data.json', '{"type":"service_account_help"}'],
  ['data.json', 'service_account, and not JSON'],
])('an ordinary %s does not', (path, contents) => {
  expect(look(path, contents)).toBeUndefined();
});
