import { afterAll, afterEach, beforeAll } from 'vitest';
import { running } from './support/running.ts';
import './journeys/sign-in.ts';
import './journeys/prescribe.ts';
import './journeys/renew.ts';
import './journeys/steps.ts';
import './journeys/roles.ts';

beforeAll(() => running.start(), 1_200_000);
afterAll(() => running.stop());
afterEach(() => running.platform.faults.clear());
