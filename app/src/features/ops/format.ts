/** A span as people say it: `42 s`, `7 min`, `3.5 h`, `2.1 d`; a dash where there is none. */
export function formatSpan(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3_600) return `${Number((seconds / 3_600).toFixed(1))} h`;
  return `${Number((seconds / 86_400).toFixed(1))} d`;
}

/** A share from 0 to 1 in whole percent. */
export const formatShare = (share: number | null): string =>
  share === null ? '–' : `${Math.round(share * 100)} %`;

/** To the second, in UTC. */
export const formatTime = (at: string | null): string => (at ? at.slice(0, 19).replace('T', ' ') : '–');
