drop function private.retain(text, int, boolean);
drop function private.forget_draft(uuid);
drop table private.retention_rules;
