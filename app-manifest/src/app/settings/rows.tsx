// A small table: a head and rows of texts.
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

export function Rows({
  head,
  rows,
}: {
  readonly head: readonly string[];
  /** The first cell tells what a row is about; two people may have one name. */
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
        {rows.map((cells, row) => (
          <TableRow key={`${row} ${cells[0]}`}>
            {cells.map((cell, place) => (
              <TableCell key={head[place]}>{cell}</TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
