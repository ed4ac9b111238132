select 'each kind of data has a rule' as check_name, count(*) as bad
from unnest(array['drafts', 'idempotency keys', 'rate limits', 'second factors', 'sessions', 'notices', 'job runs']) as kind
where not exists (select from private.retention_rules r where r.subject = kind);
