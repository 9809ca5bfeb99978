import { useMemo, useRef, useState } from 'react';
import { useCredits } from '../../api/resources';
import type { ListCheck, ListRow } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { DataTable, type FocusedRow } from '../../parts/DataTable';
import { FilterChips } from '../../parts/FilterChips';
import { Panel } from '../../parts/Panel';
import { useColumnName } from './column_names';
import { foldColumns } from './folding';
import { useFormalColumns } from './formal_columns';
import { errorsOf } from './formal_rows';
import type { ListState } from './list_state';

type RowFilter = 'all' | 'red' | 'duplicate' | 'good';

function kindOf(row: ListRow): Exclude<RowFilter, 'all'> {
  if (errorsOf(row).length > 0) return 'red';
  return row.duplicate_of === null ? 'good' : 'duplicate';
}

const idOf = (row: ListRow) => String(row.line);
const rowClass = (row: ListRow) => (kindOf(row) === 'duplicate' ? 'dup' : undefined);

interface FormalPanelProps {
  list: ListState;
  check: ListCheck;
  onCheck: () => void;
}

export function FormalPanel({ list, check, onCheck }: FormalPanelProps) {
  const { t } = useWords();
  const { features } = useSession();
  const credits = useCredits(features.licences).data;
  const [filter, setFilter] = useState<RowFilter>('all');
  const [unfolded, setUnfolded] = useState(false);
  const [focusedRow, setFocusedRow] = useState<FocusedRow>();
  const lastProblem = useRef(0);
  const folded = useMemo(() => foldColumns(check), [check]);
  const nameOf = useColumnName();
  const named = (id: string) => {
    const column = check.columns.find((one) => one.id === id);
    return column ? nameOf(column) : id;
  };
  const sameWords = [
    ...folded.same.map(({ id, value }) => `${named(id)} ${value}`),
    ...folded.twins.map(({ id, of }) => t('formal.twin', { name: named(id), of: named(of) })),
  ];
  const everyColumn = check.columns.map((_, index) => index);
  const columns = useFormalColumns(
    check.columns,
    unfolded ? everyColumn : folded.shown,
    list.editCell,
  );
  const rows = check.rows.filter((row) => filter === 'all' || kindOf(row) === filter);
  const redFields = check.rows.reduce((sum, row) => sum + errorsOf(row).length, 0);
  const duplicates = check.rows.filter((row) => kindOf(row) === 'duplicate');
  const isClean = redFields === 0 && duplicates.length === 0 && check.drafts !== null;
  const tooDear = credits?.required === true && credits.remaining < check.total;
  const isBlocked = !isClean || !list.isCurrent || tooDear;

  const showNext = () => {
    const wrong = rows.filter((row) => kindOf(row) !== 'good');
    const next = wrong.find(({ line }) => line > lastProblem.current) ?? wrong[0];
    if (!next) return;
    lastProblem.current = next.line;
    setFocusedRow({ id: idOf(next) });
  };
  const why = () => {
    if (redFields > 0 || duplicates.length > 0) {
      return [
        redFields > 0 && t('formal.correct', { count: redFields }),
        duplicates.length > 0 && t('formal.remove', { count: duplicates.length }),
      ]
        .filter(Boolean)
        .join(' ');
    }
    const fault = check.faults.find(({ severity }) => severity === 'error');
    if (fault) return fault.text;
    return tooDear ? t('formal.too_dear') : t('formal.checking');
  };

  return (
    <Panel
      title={
        redFields === 0 && duplicates.length === 0
          ? t('formal.clean', { count: check.total })
          : t('formal.title', {
              red: t('formal.red', { count: redFields }),
              duplicates: t('formal.duplicates', { count: duplicates.length }),
            })
      }
      aside={<span className="small muted">{t('formal.lead')}</span>}
      footer={
        <>
          <Button look="primary" onPress={onCheck} blockedBy={isBlocked ? 'formal-why' : undefined}>
            {t('formal.check', { count: check.total })}
          </Button>
          <span className="reason grow" id="formal-why" role="status">
            {isBlocked && why()}
          </span>
          <span className="small muted">
            {t('formal.nothing_sent')}{' '}
            {credits?.required &&
              t('formal.costs', { left: credits.remaining, count: check.total })}
          </span>
        </>
      }
    >
      <div className="tools">
        <FilterChips
          label={t('formal.filter')}
          chosen={filter}
          onChoose={setFilter}
          chips={[
            { id: 'all', name: t('filter.all'), count: check.rows.length },
            { id: 'red', name: t('formal.red_fields'), count: redFields, tone: 'failed' },
            {
              id: 'duplicate',
              name: t('formal.duplicate_rows'),
              count: duplicates.length,
              tone: 'duplicate',
            },
            {
              id: 'good',
              name: t('formal.good'),
              count: check.rows.filter((row) => kindOf(row) === 'good').length,
              tone: 'ok',
            },
          ]}
        />
        <span className="grow" />
        {(redFields > 0 || duplicates.length > 0) && (
          <Button small icon="down" onPress={showNext}>
            {t('formal.next')}
          </Button>
        )}
        {duplicates.length > 0 && (
          <Button
            small
            icon="trash"
            onPress={() => list.removeLines(duplicates.map(({ line }) => line))}
          >
            {t('formal.remove_duplicates', { count: duplicates.length })}
          </Button>
        )}
      </div>
      {check.faults.length > 0 && (
        <ul className="stack-s same">
          {check.faults.map(({ line, code, text, severity }) => (
            <li key={`${code} ${String(line)}`} className={severity === 'error' ? 'err' : 'muted'}>
              {text}
            </li>
          ))}
        </ul>
      )}
      {sameWords.length > 0 && (
        <p className="same">
          <b>{t('formal.same')}</b> {sameWords.join(' · ')}{' '}
          <Button small look="quiet" onPress={() => setUnfolded(!unfolded)}>
            {unfolded ? t('formal.fold') : t('formal.unfold')}
          </Button>
        </p>
      )}
      <DataTable
        fixed
        label={t('formal.table', { count: rows.length })}
        rows={rows}
        columns={columns}
        idOf={idOf}
        nameOf={idOf}
        rowClass={rowClass}
        {...(focusedRow && { focusedRow })}
      />
    </Panel>
  );
}
