import { afterAll, afterEach, beforeAll } from 'vitest';
import { running } from './running.ts';
import './security.ts';
import './observatory.ts';
import './weight.ts';
import './operators.ts';
import './privacy.ts';

beforeAll(() => running.start(), 1_200_000);
afterAll(() => running.stop());
afterEach(() => running.platform.faults.clear());
