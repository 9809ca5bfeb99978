import { useMemo } from 'react';
import type { CheckRow } from '../../api/types';
import { useErrorWords } from '../../i18n/errors';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { type Column, DataTable } from '../../parts/DataTable';
import { Panel } from '../../parts/Panel';
import { Bar } from '../../parts/Progress';
import { State } from '../../parts/State';
import type { BatchPlanning } from './planning';

function Verdict({ row }: { row: CheckRow }) {
  const { t } = useWords();
  const words = useErrorWords();
  const [error] = row.errors;
  switch (row.state) {
    case 'waiting':
      return <State tone="waiting">{t('check.waiting')}</State>;
    case 'running':
      return (
        <State tone="running" icon="checking">
          {t('check.running')}
        </State>
      );
    case 'ok':
      return <State tone="ok">{t('check.signed_in')}</State>;
    case 'bad':
      return (
        <State tone="failed" loud>
          {error ? `${t(`side.${error.side}`)}: ${words(error).cause}` : t('state.failed')}
        </State>
      );
  }
}

const idOf = (row: CheckRow) => String(row.index);

/** The credential check under way, row by row. */
export function CheckProgress({ planning }: { planning: BatchPlanning }) {
  const { t } = useWords();
  const { check, running } = planning;
  const columns = useMemo<Column<CheckRow>[]>(
    () => [
      {
        id: 'line',
        name: t('column.line'),
        width: 56,
        className: 'line num',
        cell: ({ index }) => running?.lines[index],
      },
      {
        id: 'account',
        name: t('column.account'),
        cell: ({ index }) => running?.names[index],
      },
      {
        id: 'verdict',
        name: t('column.check'),
        width: 320,
        cell: (row) => <Verdict row={row} />,
      },
    ],
    [t, running],
  );
  return (
    <Panel
      title={t('check.title')}
      aside={
        check && (
          <span className="small muted">
            {t('check.progress', {
              done: check.done,
              total: check.total,
              ok: check.ok,
              bad: check.bad,
            })}
          </span>
        )
      }
      footer={
        <>
          <Button icon="x" onPress={planning.cancel}>
            {t('check.stop')}
          </Button>
          <span className="reason grow">{t('check.lead')}</span>
        </>
      }
    >
      <div className="body">
        <Bar
          big
          tone="running"
          done={check?.done ?? 0}
          total={check?.total ?? 1}
          label={t('check.title')}
        />
      </div>
      <DataTable
        fixed
        label={t('check.title')}
        rows={check?.results ?? []}
        columns={columns}
        idOf={idOf}
        nameOf={idOf}
      />
    </Panel>
  );
}
