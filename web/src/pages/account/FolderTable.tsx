import { useMemo } from 'react';
import type { FolderProgress } from '../../api/types';
import { useWords, type Words } from '../../i18n/context';
import { type Column, DataTable } from '../../parts/DataTable';
import type { IconName } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { Counted } from '../../parts/Progress';
import { State, type Tone } from '../../parts/State';

type FolderState = FolderProgress['state'];

const looks: Readonly<Record<FolderState, { tone: Tone; icon?: IconName }>> = {
  waiting: { tone: 'waiting' },
  running: { tone: 'running' },
  done: { tone: 'ok' },
  failed: { tone: 'failed' },
  skipped: { tone: 'waiting', icon: 'cancelled' },
};

function FolderMark({ folder }: { folder: FolderProgress }) {
  const { t } = useWords();
  if (folder.failed > 0) {
    return (
      <State tone="attention" loud>
        {t('folder.not_moved', { count: folder.failed })}
      </State>
    );
  }
  return <State {...looks[folder.state]}>{t(`folder.${folder.state}`)}</State>;
}

function barTone(folder: FolderProgress): Tone {
  return folder.failed > 0 ? 'attention' : looks[folder.state].tone;
}

function folderColumns({ t, number, size }: Words): Column<FolderProgress>[] {
  return [
    {
      id: 'folder',
      name: t('folder.name'),
      className: 'l-name',
      cell: ({ source }) => <b className="strong">{source}</b>,
      title: ({ source }) => source,
    },
    {
      id: 'becomes',
      name: t('folder.becomes'),
      className: 'l-off',
      cell: ({ target }) => target ?? '–',
      title: ({ target }) => target ?? '',
    },
    {
      id: 'state',
      name: t('column.state'),
      width: 148,
      className: 'l-state',
      cell: (folder) => <FolderMark folder={folder} />,
    },
    {
      id: 'messages',
      name: t('column.messages'),
      width: 120,
      className: 'l-prog num',
      cell: (folder) => (
        <Counted
          tone={barTone(folder)}
          done={folder.done}
          total={folder.messages}
          label={t('column.messages_of', { name: folder.source })}
        />
      ),
    },
    {
      id: 'excluded',
      name: t('folder.left_out'),
      width: 96,
      className: 'num l-off',
      cell: ({ excluded }) => (excluded > 0 ? number(excluded) : '–'),
    },
    {
      id: 'size',
      name: t('counters.size'),
      width: 84,
      className: 'num l-eta',
      cell: ({ bytes }) => size(bytes),
    },
  ];
}

const nameOf = (folder: FolderProgress) => folder.source;

export function FolderTable({ folders }: { folders: readonly FolderProgress[] }) {
  const words = useWords();
  const { t } = words;
  const columns = useMemo(() => folderColumns(words), [words]);
  const done = folders.filter(({ state }) => state === 'done' || state === 'skipped').length;
  return (
    <Panel
      title={t('folders.title')}
      aside={
        folders.length > 0 && (
          <span className="small muted">{t('folders.done', { done, count: folders.length })}</span>
        )
      }
    >
      {folders.length > 0 ? (
        <DataTable
          fixed
          cards
          label={t('folders.label')}
          rows={folders}
          columns={columns}
          idOf={nameOf}
          nameOf={nameOf}
        />
      ) : (
        <p className="body muted">{t('folders.none')}</p>
      )}
    </Panel>
  );
}
