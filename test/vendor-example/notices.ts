import { z } from 'zod';
import { cut, oneLine } from '../../src/present/text.ts';
import type { Notice, NoticeRef, Notices } from '../../src/release/ports.ts';
import { type MattermostOptions, mattermost } from './client.ts';

const post = z.object({ id: z.string(), props: z.record(z.string(), z.unknown()).nullish() });
const page = z.object({ posts: z.record(z.string(), post) });

/** Mattermost as the place for notices: one post a release, found again by what is in its props. */
export function mattermostNotices(options: MattermostOptions): Notices {
  const client = mattermost(options);
  const { channel } = options;

  async function find({ releaseId, environment }: Notice): Promise<string | undefined> {
    const doing = 'find Shiplock’s own notice in the channel';
    const path = `/channels/${channel}/posts`;
    const list = await client.read({ doing, path, query: { per_page: '200' } }, page);
    return Object.values(list?.posts ?? {}).find(
      ({ props }) => props?.['shiplock'] === `${releaseId} ${environment}`,
    )?.id;
  }

  return {
    vendor: 'mattermost',
    async publish(notice, previous): Promise<NoticeRef> {
      const message = cut(oneLine(`${notice.title} (${notice.state})`), 4_000);
      const props = { shiplock: `${notice.releaseId} ${notice.environment}` };
      const known = previous?.ts ?? (await find(notice));
      const doing = `${known ? 'update' : 'post'} the notice of ${notice.releaseId}`;
      const { id } = known
        ? await client.write(
            { doing, path: `/posts/${known}/patch`, method: 'PUT', json: { message, props } },
            post,
          )
        : await client.write({ doing, path: '/posts', json: { channel_id: channel, message, props } }, post);
      return { channel, ts: id };
    },
  };
}
