import { Fragment, type ReactNode, useMemo } from 'react';
import { useWords } from '../i18n/context';
import { Icon } from './Icon';
import { ScrollBox } from './ScrollBox';
import { TableRow } from './TableRow';
import { type Selection, useRangeSelection } from './selection';
import { useVisibleRows } from './visible_rows';

export interface Column<Row> {
  id: string;
  name: string;
  /** In pixels; columns without one share what is left. */
  width?: number;
  /** Classes of the cells: `num`, and where a card on a phone puts them (`l-name`, ...). */
  className?: string;
  /** The name is for screen readers only. */
  silent?: boolean;
  sort?: string;
  cell: (row: Row, index: number) => ReactNode;
  cellClass?: (row: Row) => string | undefined;
  /** The whole value, where the cell may cut it. */
  title?: (row: Row) => string;
}

/** A row to show and to type in; another object asks again. */
export interface FocusedRow {
  id: string;
}

export interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  /** All there are, when not all are loaded yet. */
  total?: number;
  selection?: Selection;
  sort?: string;
  onSort?: (sort: string) => void;
  rowClass?: (row: Row) => string | undefined;
  /** Rows become cards on a phone. */
  cards?: boolean;
  /** Fixed widths: numbers change without moving a column. */
  fixed?: boolean;
  /** Called when the last loaded row comes near. */
  onEnd?: () => void;
  focusedRow?: FocusedRow;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, idOf, nameOf, selection, sort, onSort, rowClass } = props;
  const { t } = useWords();
  const ids = useMemo(() => rows.map(idOf), [rows, idOf]);
  const { pick, pickAll, isAll, isSome } = useRangeSelection(ids, selection);
  const { box, noteFocus, measure, drawn, below } = useVisibleRows(
    ids,
    props.onEnd,
    props.focusedRow,
  );
  const width = columns.length + (selection ? 1 : 0);
  const look = [props.fixed && 'fix', props.cards && 'list', props.cards && !selection && 'nobox'];

  return (
    <ScrollBox label={label} box={box}>
      <table
        className={look.filter(Boolean).join(' ')}
        role="table"
        aria-label={label}
        aria-rowcount={(props.total ?? rows.length) + 1}
      >
        <colgroup>
          {selection && <col width={36} />}
          {columns.map((column) => (
            <col key={column.id} {...(column.width && { width: column.width })} />
          ))}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            {selection && (
              <th role="columnheader" scope="col">
                <input
                  type="checkbox"
                  aria-label={t('table.select_all')}
                  checked={isAll}
                  ref={(box) => {
                    if (box) box.indeterminate = isSome && !isAll;
                  }}
                  onChange={pickAll}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" onFocus={noteFocus}>
          {drawn.map(({ index, gap }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = idOf(row);
            return (
              <Fragment key={id}>
                {gap > 0 && <Space height={gap} width={width} />}
                <TableRow
                  id={id}
                  row={row}
                  index={index}
                  columns={columns}
                  name={nameOf(row)}
                  measure={measure}
                  {...(selection && { selected: selection.chosen.has(id), onPick: pick })}
                  extraClass={rowClass?.(row)}
                />
              </Fragment>
            );
          })}
          {below > 0 && <Space height={below} width={width} />}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Stands for the rows that are not drawn. */
function Space({ height, width }: { height: number; width: number }) {
  return (
    <tr className="space" aria-hidden="true">
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}

interface HeadCellProps<Row> {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const { name, silent, className } = column;
  const up = column.sort !== undefined && sort === column.sort;
  const down = column.sort !== undefined && sort === `-${column.sort}`;
  const order = up ? 'ascending' : down ? 'descending' : undefined;
  return (
    <th
      role="columnheader"
      scope="col"
      className={className?.includes('num') ? 'num' : undefined}
      {...(order && { 'aria-sort': order })}
    >
      {column.sort !== undefined && onSort ? (
        <button
          type="button"
          onClick={() => onSort(up ? `-${column.sort ?? ''}` : (column.sort ?? ''))}
        >
          {name}
          {order && <Icon name={up ? 'up' : 'down'} />}
        </button>
      ) : (
        <span className={silent ? 'sr' : undefined}>{name}</span>
      )}
    </th>
  );
}
