import type { Guard } from '../guard.ts';

const verify = [
  'src/release/record/verify.integration.test.ts',
  'src/release/record/record.integration.test.ts',
];
const schema = [
  'src/release/record/record.integration.test.ts',
  'src/release/record/upgrade.integration.test.ts',
];

/** The chain, and who may write it. */
export const RECORD: readonly Guard[] = [
  {
    name: 'proof of another environment: released there, not given up or rolled back',
    file: 'src/release/record/record.ts',
    find: "return rows[0]?.result === 'released' ? this.release(rows[0].id) : undefined;",
    replace: 'return rows[0] ? this.release(rows[0].id) : undefined;',
    tests: ['test/attacks/row-21-guards.test.ts'],
    title: 'released there',
  },
  {
    name: 'chain: prev_hash is the hash of the event before',
    file: 'src/release/record/verify.ts',
    find: 'if (this.#previous !== undefined && event.prevHash !== this.#previous)',
    replace: 'if (false)',
    tests: verify,
  },
  {
    name: 'chain: content gives the hash',
    file: 'src/release/record/verify.ts',
    find: 'if (hash !== event.hash)',
    replace: 'if (false)',
    tests: verify,
  },
  {
    name: 'chain: no event is missing',
    file: 'src/release/record/verify.ts',
    find: 'if (seq > this.#seq + 1) {',
    replace: 'if (false) {',
    tests: verify,
  },
  {
    name: 'chain: the head that was kept outside is in it',
    file: 'src/release/record/verify.ts',
    find: 'if (!this.#headSeen)',
    replace: 'if (false)',
    tests: verify,
  },
  {
    name: 'chain: what row-level security hides is not called whole',
    file: 'src/release/record/verify.ts',
    find: 'if (!row?.hidden) return;',
    replace: 'return;',
    tests: verify,
  },
  {
    name: 'append-only: events are never changed',
    file: 'src/release/record/schema/v1.ts',
    find: 'create trigger append_only before update or delete or truncate on shiplock.event\n  for each statement execute function shiplock.refuse_change();',
    replace: '',
    tests: schema,
  },
  {
    name: 'append: the shipping role alone',
    file: 'src/release/record/schema/v3.ts',
    find: "if shiplock.authority() <> 'ship' then",
    replace: 'if false then',
    tests: [...schema, 'test/schema/least-rights.integration.test.ts'],
  },
  {
    name: 'fencing token: a stale one is refused',
    file: 'src/release/record/schema/v3.ts',
    find: 'or v_lease.holder is distinct from p_release then',
    replace: 'and false then',
    tests: schema,
  },
  {
    name: 'proposals: bounded in number',
    file: 'src/release/record/schema/v2.ts',
    find: 'where p.release_id = p_release) >= 50 then',
    replace: 'where p.release_id = p_release) >= 5000000 then',
    tests: ['src/release/record/proposals.integration.test.ts'],
  },
  {
    name: 'proposals: bounded in size',
    file: 'src/release/record/schema/v2.ts',
    find: 'octet_length(p_body::text) > 1048576',
    replace: 'false',
    tests: ['src/release/record/proposals.integration.test.ts'],
  },
];
