import { useOverview } from '../../api/resources';
import type { Overview } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { may } from '../../migration/actions';
import { ButtonLink } from '../../parts/Button';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { useTimes } from '../../time/context';
import { ActiveBatches } from './ActiveBatches';
import { NeedsAttention } from './NeedsAttention';
import { NextRuns } from './NextRuns';
import { ThroughputPanel } from './ThroughputPanel';
import { Tiles } from './Tiles';

function isFresh(overview: Overview): boolean {
  const { running, waiting, waiting_for_next, throttled, paused, failed, finished } = overview;
  return running + waiting + waiting_for_next + throttled + paused + failed + finished === 0;
}

export default function OverviewPage() {
  const { t } = useWords();
  const times = useTimes();
  const overview = useOverview();
  const plans = may(useSession(), 'plan');
  const begin = plans && (
    <>
      <ButtonLink href="/many">{t('nav.many')}</ButtonLink>
      <ButtonLink look="primary" icon="plus" href="/new">
        {t('nav.new')}
      </ButtonLink>
    </>
  );
  return (
    <>
      <Head
        title={t('nav.overview')}
        lead={t('overview.lead', {
          date: times.longDate(times.now),
          zone: times.zone,
          offset: times.offset,
        })}
        actions={begin}
      />
      <Loaded query={overview}>
        {(value) =>
          isFresh(value) ? (
            <section className="panel" aria-label={t('active.empty')}>
              <Empty icon="active" title={t('active.empty')} actions={begin}>
                {t('active.empty_lead')}
              </Empty>
            </section>
          ) : (
            <Standing overview={value} />
          )
        }
      </Loaded>
    </>
  );
}

function Standing({ overview }: { overview: Overview }) {
  return (
    <>
      <Tiles overview={overview} />
      <div className="cols">
        <div className="stack">
          <NeedsAttention items={overview.attention} />
          <ThroughputPanel throughput={overview.throughput} />
        </div>
        <div className="stack">
          <ActiveBatches batches={overview.batches_active} />
          <NextRuns runs={overview.next_runs} />
        </div>
      </div>
    </>
  );
}
