import { type AppServer, Platform } from './served.ts';

let platform: Platform | undefined;
let app: AppServer | undefined;

/** The one platform that all tests of this folder share: it takes a build and a database. */
export const running = {
  get platform(): Platform {
    if (!platform) throw new Error('the platform is not up');
    return platform;
  },
  get app(): AppServer {
    if (!app) throw new Error('the app is not up');
    return app;
  },
  async start(): Promise<void> {
    platform = await Platform.start();
    app = await platform.serve();
  },
  async stop(): Promise<void> {
    await platform?.close();
  },
};
