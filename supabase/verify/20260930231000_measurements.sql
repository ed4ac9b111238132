select 'what was measured has a rule' as check_name, count(*) as bad
from unnest(array['measurements', 'wording outcomes']) as kind
where not exists (select from private.retention_rules r where r.subject = kind);
