select 'a draft becomes active through the guard of signatures only' as check_name, 1 - count(*) as bad
from pg_trigger
where tgrelid = 'public.prescriptions'::regclass and tgname = 'guard_signature' and tgenabled in ('O', 'A');
