export type Cell = string | number;

export function Table({
  head,
  rows,
  caption,
}: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly caption?: string;
}) {
  if (rows.length === 0) return <p className="empty">There is nothing to show.</p>;
  return (
    <div className="table-scroll">
      <table>
        {caption ? <caption className="visually-hidden">{caption}</caption> : null}
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.slice(0, 2).join(' ')}>
              {row.map((cell, index) => (
                <td key={head[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
