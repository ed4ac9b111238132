import { AccessLog } from '../../../rehearsal/cloud/kit/index.ts';
import { type StripePart, startStripe } from '../../../rehearsal/cloud/stripe/index.ts';
import { type AppServer, Platform } from '../../platform/served.ts';
import { Chromium } from './chromium.ts';

let up: { platform: Platform; stripe: StripePart; app: AppServer; chromium: Chromium } | undefined;

const part = <Name extends keyof NonNullable<typeof up>>(name: Name): NonNullable<typeof up>[Name] => {
  if (!up) throw new Error(`${name} is not up`);
  return up[name];
};

/** The production build with its database, Stripe’s stand-in and a browser: started once for all journeys. */
export const running = {
  get platform() {
    return part('platform');
  },
  get stripe() {
    return part('stripe');
  },
  get app() {
    return part('app');
  },
  get chromium() {
    return part('chromium');
  },
  async start(): Promise<void> {
    const chromium = await Chromium.launch();
    const platform = await Platform.start();
    const stripe = await startStripe({ faults: platform.faults, log: new AccessLog() });
    const app = await platform.serve({
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_URL: stripe.url,
    });
    stripe.sendTo(`${app.origin}/api/stripe/webhook`);
    up = { platform, stripe, app, chromium };
  },
  async stop(): Promise<void> {
    await up?.chromium.close();
    await up?.stripe.close();
    await up?.platform.close();
  },
};
