import type { Limit, Turn } from './limit.ts';

const QUARTER = 15 * 60;

/** From one address at one account: somebody who has forgotten their password. */
const BY_BOTH: Limit = { bucket: 'sign-in by account and address', atMost: 5, seconds: QUARTER };
/** At one account from everywhere: somebody who guesses from many addresses. */
const BY_ACCOUNT: Limit = { bucket: 'sign-in by account', atMost: 20, seconds: QUARTER };
/** From one address at all accounts; a hospital is behind one address. */
const BY_ADDRESS: Limit = { bucket: 'sign-in by address', atMost: 60, seconds: QUARTER };

/** What a try to sign in counts as. */
export const signInTurns = (email: string, address: string): Turn[] => [
  { ...BY_BOTH, subject: `${email} ${address}` },
  { ...BY_ACCOUNT, subject: email },
  { ...BY_ADDRESS, subject: address },
];

/** A wait as people say it. */
export const waitText = (seconds: number): string => {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'one minute' : `${minutes} minutes`;
};
