drop function public.queue_mark();
drop function private.queue_mark_of_mine();
