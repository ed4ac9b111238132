drop function public.ops_report();
drop function private.ops_report();
drop function private.slow_queries();
drop function private.release_report();
