-- Takes the audit log with it: keep a copy first wherever the law asks for one.
drop trigger prescriptions_are_never_truncated on public.prescriptions;
drop trigger prescriptions_are_kept on public.prescriptions;
drop trigger record_change on public.prescriptions;
drop trigger record_change on public.patients;
drop trigger record_change on public.practitioners;
drop trigger record_change on public.profiles;
drop table audit.entries;
drop function audit.record();
drop function audit.refuse_change();
drop schema audit;
