import { Link } from 'wouter';
import { useBatch } from '../../api/batches';
import type { Migration, Server } from '../../api/types';
import { useWords } from '../../i18n/context';
import { megabytesOf } from '../../migration/options';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';

function ServerLine({ host, port, security }: Server) {
  const { t } = useWords();
  const encryption = security === 'none' ? t('account.unencrypted') : security.toUpperCase();
  return (
    <span className="muted">
      {host}:{port}, {encryption}
    </span>
  );
}

function BatchName({ id }: { id: string }) {
  const { t } = useWords();
  const batch = useBatch(id).data;
  return (
    <>
      <Link href={`/batches/${id}`}>{batch?.name || t('details.batch')}</Link>
      {batch && `, ${t('details.batch_number', { number: String(batch.number) })}`}
    </>
  );
}

function SecondRun({ migration }: { migration: Migration }) {
  const { t } = useWords();
  const times = useTimes();
  const second = migration.second_run;
  if (!second) return t('details.none');
  if ('at' in second) return times.full(second.at);
  return t('timeline.hours_later', { count: second.after_hours });
}

function LeftOut({ migration }: { migration: Migration }) {
  const { t } = useWords();
  const { leave_out: uses, max_size_bytes: limit, skip_folders: folders } = migration.options;
  const parts = [
    ...uses.map((use) => t(`special.${use}`)),
    ...folders,
    ...(limit === null ? [] : [t('options.over', { size: megabytesOf(limit) })]),
  ];
  return parts.length > 0 ? parts.join(', ') : t('details.nothing');
}

export function Details({ migration }: { migration: Migration }) {
  const { t } = useWords();
  const times = useTimes();
  const { source, target, first_run_at: first, created_by: by, batch_id: batch } = migration;
  return (
    <Panel title={t('details.title')} padded>
      <dl className="facts">
        <dt>{t('side.source')}</dt>
        <dd>
          {source.user || source.email}
          <br />
          <ServerLine {...source} />
        </dd>
        <dt>{t('side.target')}</dt>
        <dd>
          {target.email || target.user}
          <br />
          <ServerLine {...target} />
        </dd>
        <dt>{t('timing.first')}</dt>
        <dd>{first ? times.full(first) : t('details.at_once')}</dd>
        <dt>{t('run.second')}</dt>
        <dd>
          <SecondRun migration={migration} />
        </dd>
        <dt>{t('details.left_out')}</dt>
        <dd>
          <LeftOut migration={migration} />
        </dd>
        {batch && (
          <>
            <dt>{t('column.batch')}</dt>
            <dd>
              <BatchName id={batch} />
            </dd>
          </>
        )}
        <dt>{t('details.asked_by')}</dt>
        <dd>
          {by?.name ?? '–'}, {times.inside(migration.created_at)}
        </dd>
        <dt>{t('details.passwords')}</dt>
        <dd>
          {migration.passwords_kept_until
            ? t('details.sealed_until', { time: times.full(migration.passwords_kept_until) })
            : t('details.wiped')}
        </dd>
      </dl>
    </Panel>
  );
}
