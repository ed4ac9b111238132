import { statusLabel, statusTone } from '@/lib/fhir';

export function StatusBadge({ status }: { readonly status: string }) {
  return <span className={`badge tone-${statusTone(status)}`}>{statusLabel(status)}</span>;
}
