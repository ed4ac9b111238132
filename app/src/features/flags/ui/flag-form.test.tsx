import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { FlagForm } from './flag-form.tsx';

vi.mock('../actions', () => ({ setFlag: vi.fn() }));

test('two flags on one page: each label belongs to the field beside it', () => {
  const config = { enabled: true, default: 'off', rollout: [] };
  const html = renderToStaticMarkup(
    <>
      <FlagForm flag="one" config={config} />
      <FlagForm flag="two" config={config} />
    </>,
  );
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThanOrEqual(6);
  expect(new Set(ids).size).toBe(ids.length);
});
