import { expect, test } from 'vitest';
import { supabaseProjectOf } from './supabase-project.ts';

const REF = 'abcdefghijklmnopqrst';

test.each([
  `https://${REF}.supabase.co`,
  `https://${REF}.supabase.co/rest/v1/`,
  `https://${REF.toUpperCase()}.supabase.co`,
  ` https://${REF}.supabase.in\n`,
  `https://${REF}.functions.supabase.co`,
  `postgresql://postgres:secret@db.${REF}.supabase.co:5432/postgres`,
  `postgres://postgres.${REF}:a%40b@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?pgbouncer=true`,
  `postgresql://shiplock.${REF}:secret@aws-1-us-east-1.pooler.supabase.com:5432/postgres`,
  `postgresql://postgres%2E${REF}:secret@aws-1-us-east-1.pooler.supabase.com:5432/postgres`,
])('%s names the project', (address) => {
  expect(supabaseProjectOf(address)).toBe(REF);
});

test.each([
  '',
  'not an address',
  'https://api.example.com',
  `https://${REF}.supabase.co.evil.example`,
  `https://example.com/${REF}.supabase.co`,
  `https://${REF}@example.com`,
  `https://${REF}.supabase.com`,
  'https://supabase.co',
  'https://status.supabase.co',
  'postgresql://postgres:secret@127.0.0.1:54322/postgres',
  `postgresql://postgres:${REF}@aws-0-eu-central-1.pooler.supabase.com:6543/postgres`,
  'http://127.0.0.1:54321',
])('%s does not say which project it is', (address) => {
  expect(supabaseProjectOf(address)).toBeUndefined();
});
