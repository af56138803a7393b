// A small table: a head and rows of texts.
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

export function Rows({
  head,
  rows,
}: {
  readonly head: readonly string[];
  /** The first cell tells the rows apart. */
  readonly rows: readonly (readonly [string, ...ReactNode[]])[];
}): ReactNode {
  return (
    <Table density="condensed">
      <TableHead>
        <TableRow>
          {head.map((title) => (
            <TableHeader key={title}>{title}</TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((cells) => (
          <TableRow key={cells[0]}>
            {cells.map((cell, place) => (
              <TableCell key={head[place]}>{cell}</TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
