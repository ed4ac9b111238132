drop trigger guard_signature on public.prescriptions;
drop function private.guard_signature();
