import { Table } from '@/ui/table';

export type Cell = string | number;

/** Rows of plain values: what `/ops` shows beside its charts. */
export function ValueTable({
  caption,
  head,
  rows,
}: {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}) {
  if (rows.length === 0) return <p className="empty">There is nothing to show.</p>;
  return (
    <Table caption={caption} head={head}>
      {rows.map((row) => (
        <tr key={row.slice(0, 2).join(' ')}>
          {row.map((cell, index) => (
            <td key={head[index]}>{cell}</td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
