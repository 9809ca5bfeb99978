import type { ListCheck } from '../../api/types';

export interface Folded {
  /** Indexes of the columns to show. */
  shown: number[];
  /** Columns that say the same in every row. */
  same: { name: string; value: string }[];
}

/** A column with one value in all rows says it once above the table. Red and secret columns stay. */
export function foldColumns({ columns, rows }: ListCheck): Folded {
  const folded: Folded = { shown: [], same: [] };
  columns.forEach(({ id, name, secret }, index) => {
    const value = rows[0]?.cells[index] ?? '';
    const isSame = rows.length > 1 && rows.every((row) => (row.cells[index] ?? '') === value);
    const isRed = rows.some((row) => row.problems.some(({ column }) => column === id));
    if (isSame && !isRed && !secret) folded.same.push({ name, value });
    else folded.shown.push(index);
  });
  return { shown: folded.shown, same: folded.same.filter(({ value }) => value !== '') };
}
