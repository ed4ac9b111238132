import { type Call, HttpClient } from '../../src/http/client.ts';
import { generalFaults } from '../../src/http/general.ts';
import { BRISK, type Pace } from '../../src/http/wire.ts';

export interface MattermostOptions {
  /** Personal access token of a bot account. */
  readonly token: string;
  /** Id of the channel. */
  readonly channel: string;
  /** The server, e.g. https://chat.example.com. */
  readonly url: string;
  readonly pace?: Partial<Pace>;
}

/** Mattermost's REST API: https://developers.mattermost.com/api-documentation/ */
export function mattermost({ token, url, pace }: MattermostOptions): HttpClient<Call> {
  return new HttpClient<Call>({
    base: () => `${url.replace(/\/+$/, '')}/api/v4`,
    headers: () => ({ authorization: `Bearer ${token}` }),
    secrets: [token],
    faults: generalFaults<Call>({
      vendor: 'Mattermost',
      secret: 'mattermost-token',
      more: [
        {
          on: 404,
          code: 'SHIPLOCK_VENDOR_ACCESS',
          says: 'Mattermost found nothing (HTTP 404), or the bot is not a member of the channel',
          next: 'Check the channel’s id, and add the bot to the channel.',
        },
      ],
    }),
    pace: { ...BRISK, ...pace },
  });
}
