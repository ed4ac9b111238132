import { onCLS, onINP, onLCP, onTTFB } from 'web-vitals';
import { OTHER, routeOf } from '@/lib/routes';

/**
 * Measures how this page is for whoever opened it, and sends that once, when they leave it or look away: what is measured is
 * final then. The browser sends it also when the page is gone.
 * https://github.com/GoogleChrome/web-vitals#batch-multiple-reports-together
 */
export function measurePage(): void {
  // Of the page that was loaded; what Next.js shows later in its place has no load of its own.
  const route = routeOf(location.pathname);
  if (route === OTHER) return;
  const vitals = new Map<string, number>();
  for (const on of [onCLS, onINP, onLCP, onTTFB]) on(({ name, value }) => vitals.set(name, value));
  const flush = () => {
    if (document.visibilityState !== 'hidden' || vitals.size === 0) return;
    removeEventListener('visibilitychange', flush);
    const body = { route, vitals: [...vitals].map(([name, value]) => ({ name, value })) };
    navigator.sendBeacon('/api/vitals', new Blob([JSON.stringify(body)], { type: 'application/json' }));
  };
  addEventListener('visibilitychange', flush);
}
