// Plain text tables: columns as wide as their widest cell, numbers to the right.
export type Cell = string | number;

export function renderTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const line = (cells: readonly Cell[]): string =>
    `  ${cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [line(head), `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`, ...rows.map(line)].join(
    '\n',
  );
}

export function renderBars(rows: readonly { readonly label: string; readonly count: number }[]): string {
  const most = Math.max(1, ...rows.map((row) => row.count));
  const width = Math.max(...rows.map((row) => row.label.length));
  const digits = String(most).length;
  return rows
    .map((row) =>
      `  ${row.label.padStart(width)}  ${String(row.count).padStart(digits)}  ${'█'.repeat(Math.round((row.count / most) * 40))}`.trimEnd(),
    )
    .join('\n');
}

function pad(cell: Cell, width: number): string {
  return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
}
