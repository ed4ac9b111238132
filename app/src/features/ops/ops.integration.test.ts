import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '@/test/browser';
import { NotFound } from '@/test/next/navigation';
import { Service } from '@/test/service';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
});
afterAll(async () => {
  await service?.close();
});

async function page(email: string): Promise<string> {
  const browser = await Browser.signedIn(email);
  const { default: OpsPage } = await import('@/app/ops/page');
  return browser.inRequest(async () => renderToStaticMarkup(await OpsPage()));
}

test('without measurements, statistics and a record the page says so', async () => {
  const shown = await page('rosa.lind@example.test');
  expect(shown).toMatch(/Requests an hour[^<]*: nothing was measured yet/);
  expect(shown).toContain('Too few suggestions were shown');
  expect(shown).toContain('The database has no pg_stat_statements.');
  expect(shown).toContain('This database has no release record.');
  expect(shown).toContain('Nobody has read the queue yet');
});

test('what was measured is drawn and in a table, with nobody’s name', async () => {
  await service.sql(
    `insert into private.measurements (hour, metric, route, bucket, n)
     select date_bin('1 hour', now(), 'epoch'), m.metric, m.route, m.bucket, m.n from (values
       ('LCP', '/queue', 84, 30), ('CLS', '/queue', 40, 30), ('duration', 'GET /queue', 50, 99), ('failed', 'GET /queue', 0, 9)
     ) as m (metric, route, bucket, n)`,
  );
  await service.sql(
    `insert into private.wording_outcomes (key, variant, outcome)
     select gen_random_uuid(), v.variant, case when n <= v.accepted then 'accepted' else 'dismissed' end
     from (values ('short', 45), ('full', 60)) as v (variant, accepted), generate_series(1, 100) as n`,
  );
  const shown = await page('rosa.lind@example.test');
  for (const title of ['requests', 'vital-LCP', 'vital-CLS', 'routes', 'funnel', 'wordings'])
    expect(shown, title).toContain(`<title id="${title}-title">`);
  expect(shown).toMatch(/<td>\/queue<\/td><td>2\.9 s, needs work<\/td><td>30<\/td>/);
  expect(shown).toMatch(/<td>GET \/queue<\/td><td>99<\/td>.*<td>9 %<\/td>/);
  expect(shown).toContain('“full” is accepted more often than “short”, by 15 percentage points (p = 0.034).');
  const names = await service.sql<{ name: string }>(
    `select family_name as name from public.patients union select given_name from public.patients`,
  );
  expect(names.length).toBeGreaterThan(2);
  expect(names.filter(({ name }) => shown.includes(name))).toEqual([]);
});

test('messages that wait for another release, and those that were given up', async () => {
  await service.sql(`insert into private.message_readers (topic, version) values ('renewal-reminder', 1)`);
  await service.sql(
    `insert into private.messages (topic, version, payload, key, reads, problem, dead_at) values
       ('renewal-reminder', 1, '{}', 'a', 0, null, null), ('renewal-reminder', 2, '{}', 'b', 0, null, null),
       ('renewal-reminder', 1, '{}', 'c', 5, 'DatabaseError 23505', now())`,
  );
  const shown = await page('rosa.lind@example.test');
  expect(shown).toMatch(
    /<td>renewal-reminder<\/td><td>2<\/td><td>1<\/td><td>[^<]+<\/td><td>by another release<\/td>/,
  );
  expect(shown).toContain('3 messages wait for a release that can read them.');
  expect(shown).toMatch(/<td>5<\/td><td>DatabaseError 23505<\/td>/);
});

test.each(['amara.okafor', 'ines.moreau', 'mei.tanaka', 'nadia.haddad', 'piotr.nowak'])(
  'for %s there is no such page',
  async (who) => {
    await expect(page(`${who}@example.test`)).rejects.toThrow(NotFound);
  },
);
