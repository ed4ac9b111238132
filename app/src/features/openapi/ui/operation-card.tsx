import { Table } from '@/ui/table';
import { callerWords, type ReadableOperation, type Schema, schemaWords } from '../readable.ts';

/** One operation: what it takes, what it answers. */
export function OperationCard({ of }: { readonly of: ReadableOperation }) {
  return (
    <li className="card" id={of.operationId}>
      <h3>
        <code>
          {of.method} {of.path}
        </code>
      </h3>
      <p>{of.summary}.</p>
      {of.description ? <p>{of.description}</p> : null}
      <p className="meta">{callerWords(of.security)}</p>
      {of.parameters.length > 0 ? <Parameters of={of} /> : null}
      <Table caption={`Answers of ${of.method} ${of.path}`} head={['Status', 'Answer', 'Form']}>
        {Object.entries(of.responses).map(([status, { description, content }]) => (
          <tr key={status}>
            <td>{status}</td>
            <td>{description}</td>
            <td>
              {Object.entries(content).map(([type, { schema }]) => (
                <Form key={type} type={type} schema={schema} />
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </li>
  );
}

function Parameters({ of }: { readonly of: ReadableOperation }) {
  return (
    <Table caption={`Parameters of ${of.method} ${of.path}`} head={['Parameter', 'In', 'Value']}>
      {of.parameters.map((one) => (
        <tr key={`${one.in} ${one.name}`}>
          <td>
            <code>{one.name}</code>
            {one.required ? ' (required)' : ''}
          </td>
          <td>{one.in}</td>
          <td>{[schemaWords(one.schema), one.description].filter(Boolean).join('; ')}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The content type; a schema of several parts opens, one that has a name is below. */
function Form({ type, schema }: { readonly type: string; readonly schema: Schema }) {
  const name = typeof schema['$ref'] === 'string' ? schemaWords(schema) : undefined;
  if (name)
    return (
      <>
        {type}: <a href={`#${name}`}>{name}</a>
      </>
    );
  if (!('properties' in schema))
    return (
      <>
        {type}: {schemaWords(schema)}
      </>
    );
  return (
    <details>
      <summary>{type}</summary>
      <SchemaText of={schema} />
    </details>
  );
}

/** JSON Schema as it is. */
export function SchemaText({ of }: { readonly of: Schema }) {
  // Reachable by keyboard, since a wide one scrolls.
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: https://dequeuniversity.com/rules/axe/4.10/scrollable-region-focusable
    <pre className="table-scroll" tabIndex={0}>
      <code>{JSON.stringify(of, null, 2)}</code>
    </pre>
  );
}
