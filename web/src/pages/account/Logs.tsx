import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { address } from '../../api/client';
import type { Run } from '../../api/types';
import { useWords } from '../../i18n/context';
import { DownloadLink } from '../../parts/Button';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';
import { useLogTail } from './log_tail';
import { toneOfLine } from './log_lines';

function RunName({ run }: { run: Run }) {
  const { t } = useWords();
  const times = useTimes();
  const when = run.ended_at === null ? t('logs.live') : times.inside(run.ended_at);
  return (
    <>
      {t('logs.number', { number: run.number })}{' '}
      <span className="muted small">
        {t(`run.${run.kind}`)}, {when}
      </span>
    </>
  );
}

export function Logs({ id, runs }: { id: string; runs: readonly Run[] }) {
  const { t } = useWords();
  const last = runs.at(-1);
  const [chosen, setChosen] = useState<string | null>(null);
  if (!last) {
    return (
      <Panel title={t('logs.title')}>
        <p className="body muted">{t('logs.none')}</p>
      </Panel>
    );
  }
  const shown = chosen ?? String(last.number);
  return (
    <Panel label={t('logs.title')}>
      <Tabs selectedKey={shown} onSelectionChange={(key) => setChosen(String(key))}>
        <div className="tabs">
          <TabList
            className="tabs in"
            aria-label={t('logs.title')}
            items={runs.map((run) => ({ ...run, id: String(run.number) }))}
          >
            {(run) => (
              <Tab className="tab">
                <RunName run={run} />
              </Tab>
            )}
          </TabList>
          <span className="grow" />
          <DownloadLink
            small
            look="quiet"
            icon="download"
            href={address(`/migrations/${id}/runs/${shown}/log`, { download: 1 })}
          >
            {t('logs.download')}
          </DownloadLink>
        </div>
        {runs.map((run) => (
          <TabPanel key={run.number} id={String(run.number)}>
            <Log id={id} run={run} />
          </TabPanel>
        ))}
      </Tabs>
    </Panel>
  );
}

function Log({ id, run }: { id: string; run: Run }) {
  const { t } = useWords();
  const { text, isCut } = useLogTail(id, run.number, run.ended_at === null);
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  const lines = useMemo(() => text.split('\n'), [text]);

  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);

  const noteScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current ?? document.documentElement;
    atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return (
    <pre
      className="log"
      ref={box}
      onScroll={noteScroll}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll box is reached by keyboard
      tabIndex={0}
      aria-label={t('logs.number', { number: run.number })}
    >
      {isCut && `… ${t('logs.cut')}\n`}
      {lines.map((line, index) => {
        const tone = toneOfLine(line);
        return tone ? (
          <b key={index} className={`st-${tone}`}>
            {line}
            {'\n'}
          </b>
        ) : (
          `${line}\n`
        );
      })}
    </pre>
  );
}
