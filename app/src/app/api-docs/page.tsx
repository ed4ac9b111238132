import type { Metadata } from 'next';
import { openApiDocument } from '@/features/openapi/document';
import { readable } from '@/features/openapi/readable';
import { OperationCard, SchemaText } from '@/features/openapi/ui/operation-card';
import { releaseInfo } from '@/lib/release';

export const metadata: Metadata = { title: 'API' };

/** The API for people; `/api/openapi.json` has it for programs. */
export default function ApiPage() {
  const { info, components, byTag } = readable(openApiDocument(releaseInfo().release ?? 'unreleased'));
  return (
    <>
      <h1>API</h1>
      <p className="lead">{info.description}</p>
      <p className="meta">
        <span>
          Release {info.version}. For programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.
        </span>
      </p>
      {[...byTag].map(([tag, operations]) => (
        <section key={tag} aria-label={tag}>
          <h2>{tag}</h2>
          <ul className="cards">
            {operations.map((one) => (
              <OperationCard key={one.operationId} of={one} />
            ))}
          </ul>
        </section>
      ))}
      <section aria-label="Who can ask">
        <h2>Who can ask</h2>
        <dl className="facts">
          {Object.entries(components.securitySchemes).map(([name, { description }]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{description}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-label="Forms">
        <h2>Forms</h2>
        {Object.entries(components.schemas).map(([name, schema]) => (
          <div key={name} id={name}>
            <h3>{name}</h3>
            <SchemaText of={schema} />
          </div>
        ))}
      </section>
    </>
  );
}
