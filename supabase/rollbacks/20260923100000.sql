-- Takes with it which proof of a second factor was used for which signature; the signatures stay.
drop function private.use_second_factor(uuid);
drop function private.second_factor_at();
drop table private.used_second_factors;
