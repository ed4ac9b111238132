select 'each kind of data has a rule' as check_name, 7 - count(*) as bad from private.retention_rules;
