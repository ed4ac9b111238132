import { variantFigures, verdict } from '@/features/wording/result';
import { formatShare } from '../format.ts';
import type { OpsMeasurements } from '../queries.ts';
import { Bars } from './bars.tsx';
import { Section } from './section.tsx';

/** Which of the two wordings prescribers take, and whether that is more than chance. */
export function Wordings({ wordings }: Pick<OpsMeasurements, 'wordings'>) {
  const figures = variantFigures(wordings).filter(({ shown }) => shown > 0);
  return (
    <Section title="Wording assistant">
      <p className="lead">{verdict(figures)}</p>
      <Bars
        of={{
          id: 'wordings',
          title: 'Suggestions that were accepted as they are',
          about: 'By wording, over the last 90 days, as a share of the drafts for which one was shown.',
          head: ['Wording', 'Shown', 'Accepted', 'Edited', 'Dismissed'],
          rows: figures.map(({ variant, shown, accepted, edited, dismissed }) => [
            ...[variant, shown, accepted, edited, dismissed],
          ]),
        }}
        bars={figures.map(({ variant, shown, accepted }) => ({
          ...{ label: variant, value: accepted / shown },
          text: `${formatShare(accepted / shown)} of ${shown}`,
        }))}
      />
      <p className="meta">
        A two-proportion z-test. It takes drafts as independent; those of one prescriber are not quite, so
        read a result that is barely significant with care.
      </p>
    </Section>
  );
}
