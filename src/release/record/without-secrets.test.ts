import { afterEach, expect, test } from 'vitest';
import { forgetSecrets, keepSecret } from '../../present/redact.ts';
import { withoutSecrets } from './without-secrets.ts';

afterEach(forgetSecrets);

test('attack 16: a secret that a vendor says back does not come into the record', () => {
  keepSecret(['Canary-1234/5678']);
  const body = withoutSecrets({
    error: 'HTTP 500: Canary-1234/5678',
    value: { list: ['Canary-1234%2F5678', { deep: Buffer.from('Canary-1234/5678').toString('base64') }] },
  });
  expect(body).toEqual({ error: 'HTTP 500: ***', value: { list: ['***', { deep: '***' }] } });
});

test('what is compared later stays as it is', () => {
  keepSecret(['public.orders-of-today']);
  const facts = { snapshot: { objects: { 'public.orders-of-today': 'public.orders-of-today' } } };
  expect(withoutSecrets(facts)).toEqual(facts);
  expect(withoutSecrets({ ['__proto__']: 'x' })).toEqual(JSON.parse('{"__proto__":"x"}'));
});
