/** What holds an environment is a handful of events among thousands, and every plan asks for it. */
export const V7 = `
-- The words are those of OF_HOLDS in src/release/record/sql.ts.
create index event_of_holds on shiplock.event (seq)
  where (kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back');
`;
