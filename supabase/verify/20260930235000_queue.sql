select 'notifications have a rule' as check_name, count(*) as bad
from (values (1)) as one
where not exists (select from private.retention_rules r where r.subject = 'notifications');
