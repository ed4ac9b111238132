import { expect, test } from 'vitest';
import { sentryReleaseMarkdown, shippedPlanMarkdown } from './phases.ts';

const release = { version: 'app@1', url: 'https://sentry.io/r/1', environment: 'staging', files: 1 };

test('what the error tracker was told, with files counted as people do', () => {
  expect(sentryReleaseMarkdown(release)).toContain(
    'is finalized, 1 file uploaded, and its deploy to staging',
  );
  expect(sentryReleaseMarkdown({ ...release, files: 2 })).toContain('2 files uploaded');
  expect(sentryReleaseMarkdown({ ...release, files: undefined })).not.toContain('uploaded');
  expect(sentryReleaseMarkdown(release)).toContain('(<https://sentry.io/r/1>)');
});

test('attack 18a: names of others open no tag, mention nobody and end no link', () => {
  const evil = '`](https://evil.example) <img src=x> @everybody | **b**';
  const page = sentryReleaseMarkdown({ ...release, version: evil, environment: evil });
  expect(page).not.toMatch(/<img|@everybody|\]\(https:\/\/evil|\*\*b/);
  expect(sentryReleaseMarkdown({ ...release, url: 'javascript:alert(1)' })).not.toContain('javascript:');
});

test('the plan of a release that is over', () => {
  expect(shippedPlanMarkdown('abc123')).toBe('### Plan `abc123`\n\nThis release shipped with this plan.\n');
});
