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
      {of.parameters.length > 0 ? <Parameters of={of.parameters} /> : null}
      <div className="table-scroll">
        <table>
          <caption className="visually-hidden">Answers of {of.path}</caption>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Answer</th>
              <th scope="col">Form</th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </div>
    </li>
  );
}

function Parameters({ of }: { readonly of: ReadableOperation['parameters'] }) {
  return (
    <div className="table-scroll">
      <table>
        <caption className="visually-hidden">Parameters</caption>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">In</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={`${one.in} ${one.name}`}>
              <td>
                <code>{one.name}</code>
                {one.required ? ' (required)' : ''}
              </td>
              <td>{one.in}</td>
              <td>{[schemaWords(one.schema), one.description].filter(Boolean).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
