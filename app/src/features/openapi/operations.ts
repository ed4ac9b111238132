import { exportTrail } from '@/features/audit/api';
import { readQueueMark } from '@/features/dispensing/api';
import {
  exportPatient,
  findPatient,
  metadata,
  readMedicationRequest,
  readPatient,
  searchMedicationRequests,
  searchPatients,
} from '@/features/fhir/api';
import { readLive, readReady } from '@/features/health/api';
import { receiveEvent } from '@/features/payments/api';
import { reportVitals } from '@/features/vitals/api';
import { checkDraft } from '@/features/warnings/api';
import type { Operation } from '@/lib/operation';
import { readDocument } from './api.ts';

/** Every method of every route handler; a test looks for those that are missing. */
export const OPERATIONS: readonly Operation[] = [
  metadata,
  searchMedicationRequests,
  readMedicationRequest,
  searchPatients,
  findPatient,
  readPatient,
  exportPatient,
  checkDraft,
  readQueueMark,
  exportTrail,
  receiveEvent,
  reportVitals,
  readLive,
  readReady,
  readDocument,
];
