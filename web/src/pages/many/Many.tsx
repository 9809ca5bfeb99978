import { useMemo, useState } from 'react';
import type { Info, ListCommon, MigrationOptions } from '../../api/types';
import { useWords } from '../../i18n/context';
import { newTiming, planned } from '../../migration/timing/timing';
import { Button } from '../../parts/Button';
import { Note } from '../../parts/Banner';
import { ProblemNote } from '../../parts/ProblemNote';
import { useTimes } from '../../time/context';
import { BatchPlanPanel } from './BatchPlanPanel';
import { CheckProgress } from './CheckProgress';
import { FormalPanel } from './FormalPanel';
import { KeptLines } from './KeptLines';
import { ListPanel } from './ListPanel';
import { PlannedBanner } from './PlannedBanner';
import { useBatchPlanning } from './planning';
import { type SourceServer, noServer } from './source_server';
import { StepList } from './StepList';
import { useListState } from './list_state';

export function Many({ info }: { info: Info }) {
  const { t } = useWords();
  const times = useTimes();
  const [name, setName] = useState('');
  const [server, setServer] = useState<SourceServer>(noServer);
  const [timing, setTiming] = useState(() => newTiming(times.zone, info.defaults));
  const [options, setOptions] = useState<MigrationOptions>({
    leave_out: info.defaults.leave_out,
    max_size_bytes: info.defaults.max_size_bytes,
    skip_folders: [],
    translate: [],
  });
  const common = useMemo<ListCommon>(
    () => ({
      ...(server.host.trim() && {
        source_host: server.host.trim(),
        source_port: Number(server.port),
        source_security: server.security,
      }),
      options,
      ...planned(timing, info.defaults),
    }),
    [server, options, timing, info.defaults],
  );
  const list = useListState(common);
  const planning = useBatchPlanning(list, name);

  return (
    <>
      <StepList step={planning.step} />
      {planning.batch && <PlannedBanner batch={planning.batch} planning={planning} />}
      <ProblemNote error={planning.error} />
      {planning.step === 'formal' && (
        <>
          <ListPanel
            info={info}
            list={list}
            name={name}
            onName={setName}
            server={server}
            onServer={setServer}
          />
          <BatchPlanPanel
            info={info}
            timing={timing}
            onTiming={setTiming}
            options={options}
            onOptions={setOptions}
          />
          {list.error ? (
            <ProblemNote error={list.error} />
          ) : list.check ? (
            <FormalPanel list={list} check={list.check} onCheck={planning.start} />
          ) : (
            <Note tone="waiting" icon="info" title={t('many.empty')}>
              <p>{t('many.empty_lead')}</p>
            </Note>
          )}
        </>
      )}
      {planning.step === 'credentials' && <CheckProgress planning={planning} />}
      {planning.step === 'planned' && planning.kept.length > 0 && <KeptLines planning={planning} />}
      {planning.step === 'planned' && (
        <div className="row">
          <Button icon="list" onPress={planning.restart}>
            {t('many.another')}
          </Button>
        </div>
      )}
    </>
  );
}
