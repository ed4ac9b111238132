import { V1 } from './v1.ts';
import { V2 } from './v2.ts';
import { V3 } from './v3.ts';
import { V4 } from './v4.ts';
import { V5 } from './v5.ts';
import { V6 } from './v6.ts';
import { V7 } from './v7.ts';

/**
 * The record's schema, one entry a version, applied in order inside one transaction.
 * Never edit an entry that has shipped: add one.
 *
 * Rights: nothing is granted to PUBLIC, `anon` or `authenticated`. Only the owner of the schema, and roles that are
 * members of it, write to the chain. What other roles may do is said by `shiplock.admit_roles()`, once.
 */
export const RECORD_SCHEMA: readonly string[] = [V1, V2, V3, V4, V5, V6, V7];
