import type { ListCheck } from '../../api/types';
import { errorsOf } from './formal_rows';

export interface Folded {
  /** Indexes of the columns to show. */
  shown: number[];
  /** Columns that say the same in every row. */
  same: { id: string; value: string }[];
  /** Columns that say in every row what another one says: a user name that is the address. */
  twins: { id: string; of: string }[];
}

function sideOf(id: string): string {
  return id.split(/[._]/)[0] ?? '';
}

/** A column with one value in all rows says it once above the table. Red columns stay. */
export function foldColumns({ columns, rows }: ListCheck): Folded {
  const folded: Folded = { shown: [], same: [], twins: [] };
  columns.forEach(({ id, secret }, index) => {
    const cell = (row: ListCheck['rows'][number]) => row.cells[index] ?? '';
    const value = rows[0] ? cell(rows[0]) : '';
    const isRed = rows.some((row) => errorsOf(row).some(({ column }) => column === id));
    const isSame = rows.length > 1 && rows.every((row) => cell(row) === value);
    const twin = folded.shown.find(
      (shown) =>
        sideOf(columns[shown]?.id ?? '') === sideOf(id) &&
        rows.every((row) => cell(row) === (row.cells[shown] ?? '')),
    );
    if (isRed) folded.shown.push(index);
    else if (isSame && value === '') return;
    else if (secret) folded.shown.push(index);
    else if (isSame) folded.same.push({ id, value });
    else if (twin !== undefined) folded.twins.push({ id, of: columns[twin]?.id ?? '' });
    else folded.shown.push(index);
  });
  return folded;
}
