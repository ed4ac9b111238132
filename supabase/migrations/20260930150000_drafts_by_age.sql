-- Retention looks for drafts that nobody has touched for long; there are few among all prescriptions.
create index concurrently if not exists prescriptions_drafts_updated_at_idx on public.prescriptions (updated_at) where status = 'draft';
