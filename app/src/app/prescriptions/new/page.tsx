import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireVisitor } from '@/features/people/queries';
import { composerChoices } from '@/features/prescriptions/queries';
import { Composer } from '@/features/prescriptions/ui/composer';
import { wordingOf } from '@/features/wording/variant';

export const metadata: Metadata = { title: 'New prescription' };

const day = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);

export default async function NewPrescriptionPage() {
  const { id, roles } = await requireVisitor();
  if (!roles.includes('prescriber')) notFound();
  const [choices, wording] = await Promise.all([composerChoices(), wordingOf(id)]);
  return (
    <>
      <h1>New prescription</h1>
      {choices.patients.length === 0 ? (
        <p className="empty">No patient is in your care yet. The practice adds them.</p>
      ) : (
        <Composer
          choices={choices}
          sendKey={randomUUID()}
          today={day(0)}
          inAYear={day(365)}
          wording={wording}
        />
      )}
    </>
  );
}
