import { afterAll, afterEach, beforeAll } from 'vitest';
import { nameThePatient, orderThePayments } from './support/canary.ts';
import { running } from './support/running.ts';
// In this order: pictures show the sample data as they are, and the canary is looked for after all that was done.
import './journeys/pictures.ts';
import './journeys/accessible.ts';
import './journeys/sign-in.ts';
import './journeys/prescribe.ts';
import './journeys/keyboard.ts';
import './journeys/renew.ts';
import './journeys/steps.ts';
import './journeys/roles.ts';
import './journeys/canary.ts';

beforeAll(async () => {
  await running.start();
  await nameThePatient();
  await orderThePayments();
}, 1_200_000);
afterAll(() => running.stop());
afterEach(() => running.platform.faults.clear());
