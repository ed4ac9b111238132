import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { listFlags } from '@/features/flags/queries';
import { FlagForm } from '@/features/flags/ui/flag-form';
import { requireVisitor } from '@/features/people/queries';
import { Table } from '@/ui/table';

export const metadata: Metadata = { title: 'Flags' };

export default async function FlagsPage() {
  const { roles } = await requireVisitor();
  if (!roles.includes('operator')) notFound();
  const flags = await listFlags();
  return (
    <>
      <h1>Flags</h1>
      <p className="lead">A change reaches every server within ten seconds.</p>
      {flags.map(({ key, config, changes }) => (
        <section key={key} id={key} aria-labelledby={`${key}-title`}>
          <h2 id={`${key}-title`}>{key}</h2>
          <FlagForm key={changes[0]?.at} flag={key} config={config} />
          <Table caption={`Changes of ${key}`} head={['When (UTC)', 'Who', 'Became', 'Why']}>
            {changes.map((change) => (
              <tr key={change.at}>
                <td>
                  <time dateTime={change.at}>{change.at.slice(0, 19).replace('T', ' ')}</time>
                </td>
                <td>{change.by ?? 'the service'}</td>
                <td>
                  {change.config.enabled ? '' : 'off for all: '}
                  {[
                    ...change.config.rollout.map(({ variant, percent }) => `${variant} ${percent} %`),
                    `else ${change.config.default}`,
                  ].join(', ')}
                </td>
                <td>{change.because}</td>
              </tr>
            ))}
          </Table>
        </section>
      ))}
    </>
  );
}
