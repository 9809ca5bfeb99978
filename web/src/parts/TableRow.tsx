import { memo } from 'react';
import { useWords } from '../i18n/context';
import type { Column } from './DataTable';

interface TableRowProps<Row> {
  id: string;
  row: Row;
  index: number;
  columns: readonly Column<Row>[];
  name: string;
  measure: (element: HTMLElement | null) => void;
  selected?: boolean;
  onPick?: (index: number, extend: boolean) => void;
  extraClass: string | undefined;
}

function Row<Value>(props: TableRowProps<Value>) {
  const { id, row, index, columns, name, measure, selected, onPick, extraClass } = props;
  const { t } = useWords();
  return (
    <tr
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-id={id}
      ref={measure}
      className={extraClass}
      {...(selected !== undefined && { 'aria-selected': selected })}
    >
      {onPick && (
        <td role="cell" className="l-box">
          <input
            type="checkbox"
            aria-label={t('table.select', { name })}
            checked={selected}
            onChange={(event) => {
              const { shiftKey } = event.nativeEvent as MouseEvent;
              onPick(index, shiftKey);
            }}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          role="cell"
          className={
            [column.className, column.cellClass?.(row)].filter(Boolean).join(' ') || undefined
          }
          {...(column.title && { title: column.title(row) })}
        >
          {column.cell(row, index)}
        </td>
      ))}
    </tr>
  );
}

/** Drawn again only when its own row changes: a live list redraws what moved and nothing else. */
export const TableRow = memo(Row) as typeof Row;
