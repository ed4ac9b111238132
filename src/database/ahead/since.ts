/**
 * What came with which major, for messages and for code that nobody runs before the release is live. A test compares
 * both lists with real servers. What only the server itself calls is left out.
 */
export const FUNCTIONS_SINCE: ReadonlyMap<string, number> = new Map([
  ...of(
    16,
    `any_value array_sample array_shuffle date_add date_subtract erf erfc json_agg_strict json_object_agg_strict
     json_object_agg_unique json_object_agg_unique_strict jsonb_agg_strict jsonb_object_agg_strict
     jsonb_object_agg_unique jsonb_object_agg_unique_strict pg_input_error_info pg_input_is_valid
     pg_log_standby_snapshot pg_split_walfile_name random_normal system_user`,
  ),
  ...of(
    17,
    `icu_unicode_version jsonb_populate_record_valid pg_available_wal_summaries pg_basetype pg_column_toast_chunk_id
     pg_get_wait_events pg_sync_replication_slots pg_wal_summary_contents to_bin to_oct to_regtypemod unicode_assigned
     unicode_version uuid_extract_timestamp uuid_extract_version xmltext`,
  ),
  ...of(
    18,
    `array_reverse array_sort casefold crc32 crc32c gamma has_largeobject_privilege lgamma pg_get_acl pg_get_aios
     pg_get_loaded_modules pg_get_shmem_allocations_numa pg_ls_summariesdir pg_numa_available
     pg_restore_attribute_stats pg_restore_relation_stats pg_clear_attribute_stats pg_clear_relation_stats
     pg_stat_reset_backend_stats uuidv4 uuidv7`,
  ),
]);

/** Calls with a grammar of their own; older servers take them for functions. https://www.postgresql.org/docs/current/functions-json.html */
export const CALLS_SINCE: Readonly<Record<string, { readonly name: string; readonly since: number }>> = {
  JsonArrayAgg: { name: 'json_arrayagg', since: 16 },
  JsonArrayConstructor: { name: 'json_array', since: 16 },
  JsonObjectAgg: { name: 'json_objectagg', since: 16 },
  JsonScalarExpr: { name: 'json_scalar', since: 17 },
  JsonSerializeExpr: { name: 'json_serialize', since: 17 },
};

/** Options in parentheses, which the grammar takes whatever their names. */
export const OPTIONS_SINCE: Readonly<Record<string, ReadonlyMap<string, number>>> = {
  CopyStmt: new Map([...of(16, 'default'), ...of(17, 'on_error log_verbosity'), ...of(18, 'reject_limit')]),
  CreatePublicationStmt: new Map(of(18, 'publish_generated_columns')),
  AlterPublicationStmt: new Map(of(18, 'publish_generated_columns')),
  VacuumStmt: new Map(of(16, 'buffer_usage_limit skip_database_stats only_database_stats process_main')),
  ExplainStmt: new Map([...of(16, 'generic_plan'), ...of(17, 'memory serialize')]),
};

/** Rights that GRANT names. https://www.postgresql.org/docs/current/ddl-priv.html */
export const RIGHTS_SINCE: ReadonlyMap<string, number> = new Map(of(17, 'maintain'));

/** Events of event triggers. */
export const EVENTS_SINCE: ReadonlyMap<string, number> = new Map(of(17, 'login'));

/** `WITH (…)` and `SET (…)` of tables and indexes. */
export const STORAGE_SINCE: ReadonlyMap<string, number> = new Map(of(18, 'autovacuum_vacuum_max_threshold'));

/** Settings of sessions, roles and databases. */
export const SETTINGS_SINCE: ReadonlyMap<string, number> = new Map([
  ...of(
    16,
    'createrole_self_grant debug_parallel_query icu_validation_level vacuum_buffer_usage_limit scram_iterations',
  ),
  ...of(
    17,
    'transaction_timeout allow_alter_system event_triggers io_combine_limit enable_group_by_reordering',
  ),
  ...of(
    18,
    `autovacuum_vacuum_max_threshold enable_self_join_elimination enable_distinct_reordering file_copy_method
     file_extend_method io_method log_lock_failures vacuum_truncate vacuum_max_eager_freeze_failure_rate`,
  ),
]);

function of(major: number, names: string): [string, number][] {
  return names.split(/\s+/).map((name) => [name, major]);
}
