import { useMemo } from 'react';
import type { ListColumn, ListRow } from '../../api/types';
import { errorsOf } from './formal_rows';
import { useWords } from '../../i18n/context';
import type { Column } from '../../parts/DataTable';
import { useLatest } from '../../parts/latest';
import { State } from '../../parts/State';
import { useColumnName } from './column_names';
import { RedField } from './RedField';

type Edit = (line: number, field: number, value: string) => void;

function RowMark({ row }: { row: ListRow }) {
  const { t } = useWords();
  const errors = errorsOf(row);
  if (errors.length > 0) {
    return (
      <>
        <State tone="failed" loud>
          {t('formal.red_in_row', { count: errors.length })}
        </State>
        {errors
          .filter(({ column }) => column === null)
          .map(({ code, text }) => (
            <span className="err" key={code}>
              {text}
            </span>
          ))}
      </>
    );
  }
  if (row.duplicate_of !== null) {
    return (
      <State tone="duplicate">{t('formal.same_as', { line: String(row.duplicate_of) })}</State>
    );
  }
  return <State tone="ok">{t('formal.good')}</State>;
}

/** Line, verdict, then the list's own columns at these indexes. */
export function useFormalColumns(
  listColumns: readonly ListColumn[],
  shown: readonly number[],
  edit: Edit,
): Column<ListRow>[] {
  const { t } = useWords();
  const nameOf = useColumnName();
  const latest = useLatest(edit);
  const layout = shown.join(' ');
  return useMemo(() => {
    const line: Column<ListRow> = {
      id: 'line',
      name: t('column.line'),
      width: 56,
      className: 'line num',
      cell: (row) => row.line,
    };
    const verdict: Column<ListRow> = {
      id: 'verdict',
      name: t('column.check'),
      width: 128,
      cell: (row) => <RowMark row={row} />,
    };
    const indexes = layout === '' ? [] : layout.split(' ').map(Number);
    const fields = indexes.flatMap((index): Column<ListRow>[] => {
      const column = listColumns[index];
      if (!column) return [];
      return [
        {
          id: column.id,
          name: nameOf(column),
          ...(column.secret && { width: 132 }),
          cellClass: (row) =>
            errorsOf(row).some((problem) => problem.column === column.id) ? 'bad' : undefined,
          cell: (row) => (
            <ListCell
              row={row}
              column={column}
              index={index}
              edit={(value) => latest.current(row.line, index, value)}
            />
          ),
          ...(!column.secret && { title: (row: ListRow) => row.cells[index] ?? '' }),
        },
      ];
    });
    return [line, verdict, ...fields];
  }, [t, nameOf, listColumns, layout, latest]);
}

interface ListCellProps {
  row: ListRow;
  column: ListColumn;
  index: number;
  edit: (value: string) => void;
}

function ListCell({ row, column, index, edit }: ListCellProps) {
  const { t } = useWords();
  const nameOf = useColumnName();
  const value = row.cells[index] ?? '';
  const problem = errorsOf(row).find((one) => one.column === column.id);
  const doubt = row.problems.find((one) => one.column === column.id);
  if (problem) {
    return (
      <RedField
        label={t('formal.field', { line: String(row.line), name: nameOf(column) })}
        secret={column.secret}
        value={column.secret ? '' : value}
        problem={problem.text}
        onChange={edit}
      />
    );
  }
  if (doubt) {
    return (
      <>
        {column.secret ? '••••••••' : value}
        <span className="small muted">{doubt.text}</span>
      </>
    );
  }
  if (!column.secret) return value;
  return value === '' ? (
    '–'
  ) : (
    <span aria-label={t('formal.password_given')} role="img">
      ••••••••
    </span>
  );
}
