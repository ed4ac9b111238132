import type { FormState } from '@/lib/action';

/** Before a form is sent. */
export const NOTHING_SENT: FormState = { problem: null, fields: {}, values: {} };
