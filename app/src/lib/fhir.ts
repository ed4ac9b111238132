/** Words of FHIR R4 MedicationRequest (https://hl7.org/fhir/R4/medicationrequest.html) and how people read them. */
export const STATUSES = [
  'active',
  'on-hold',
  'cancelled',
  'completed',
  'entered-in-error',
  'stopped',
  'draft',
  'unknown',
] as const;

export type PrescriptionStatus = (typeof STATUSES)[number];

const LABELS: Record<PrescriptionStatus, string> = {
  active: 'Active',
  'on-hold': 'On hold',
  cancelled: 'Cancelled',
  completed: 'Completed',
  'entered-in-error': 'Entered in error',
  stopped: 'Stopped',
  draft: 'Draft',
  unknown: 'Unknown',
};

/** A database newer than this code may know more words; they are shown as they are. */
export function statusLabel(status: string): string {
  return (LABELS as Record<string, string>)[status] ?? status;
}

/** How loud the status is shown: running, waiting, over, or a mistake. */
export function statusTone(status: string): 'good' | 'waiting' | 'over' | 'bad' {
  if (status === 'active') return 'good';
  if (status === 'draft' || status === 'on-hold') return 'waiting';
  return status === 'entered-in-error' || status === 'stopped' ? 'bad' : 'over';
}

/** Dates without a time stay the day they name, whatever the server's time zone is. */
export function formatDate(value: string | null): string {
  if (!value) return 'not stated';
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
}

export function formatQuantity(value: number, unit: string): string {
  return `${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(value)} ${unit}`;
}

export function formatRepeats(allowed: number): string {
  if (allowed === 0) return 'No repeats';
  return allowed === 1 ? '1 repeat' : `${allowed} repeats`;
}

export function personName(person: { given_name: string; family_name: string } | null): string {
  return person ? `${person.given_name} ${person.family_name}` : 'not visible to you';
}
