import type { Attention } from '../../api/types';
import { useErrorWords } from '../../i18n/errors';
import { useWords } from '../../i18n/context';
import { ButtonLink } from '../../parts/Button';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { State, type Tone } from '../../parts/State';
import { useTimes } from '../../time/context';

const tones: Readonly<Record<Attention['kind'], Tone>> = {
  mx: 'attention',
  failed: 'failed',
  throttled: 'throttled',
  incomplete: 'attention',
};

function hrefOf({ migration_id: migration, batch_id: batch, kind }: Attention): string {
  if (migration) return `/migrations/${migration}`;
  if (kind === 'mx' && batch) return `/batches/${batch}`;
  return batch ? `/active?batch=${batch}&state=${kind}` : `/active?state=${kind}`;
}

function useAttentionWords() {
  const { t } = useWords();
  const words = useErrorWords();
  const times = useTimes();
  return (item: Attention): { title: string; lead: string } => {
    const { kind, name, count, reason, until } = item;
    switch (kind) {
      case 'mx':
        return {
          title: t('attention.mx', { name }),
          lead: until
            ? t('attention.mx_lead', { time: times.inside(until) })
            : t('attention.mx_lead_open'),
        };
      case 'failed': {
        if (!reason) return { title: t('attention.failed', { name }), lead: '' };
        const { cause, sentence, hint } = words(reason);
        return {
          title: count > 1 ? t('attention.failed_many', { cause, count }) : `${cause}: ${name}`,
          lead: `${sentence} ${hint}`,
        };
      }
      case 'throttled':
        return {
          title: until
            ? t('attention.throttled_until', { name, count, time: times.time(until) })
            : t('attention.throttled', { name, count }),
          lead: t('attention.throttled_lead'),
        };
      case 'incomplete':
        return {
          title: t('attention.incomplete', { name, count }),
          lead: t('attention.incomplete_lead'),
        };
    }
  };
}

/** What a person has to do comes first; what settles itself is told apart. */
export function NeedsAttention({ items }: { items: readonly Attention[] }) {
  const { t } = useWords();
  const words = useAttentionWords();
  const alone = items.filter(({ kind }) => kind === 'throttled').length;
  return (
    <Panel
      title={t('attention.title')}
      aside={
        items.length > 0 && (
          <span className="small muted">
            {t('attention.for_you', { count: items.length - alone })}
            {alone > 0 && `, ${t('attention.alone', { count: alone })}`}
          </span>
        )
      }
    >
      {items.length === 0 ? (
        <p className="body">
          <State tone="ok">{t('attention.none')}</State>
        </p>
      ) : (
        <ul className="todo">
          {items.map((item) => {
            const { title, lead } = words(item);
            const tone = tones[item.kind];
            return (
              <li
                key={`${item.kind} ${item.migration_id ?? item.batch_id ?? item.name}`}
                className={`st-${tone}`}
              >
                <Icon name={tone === 'duplicate' ? 'attention' : tone} />
                <div>
                  <h3>{title}</h3>
                  <p className="small muted">{lead}</p>
                </div>
                <ButtonLink small href={hrefOf(item)}>
                  {t(`attention.open_${item.kind}`)}
                </ButtonLink>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
