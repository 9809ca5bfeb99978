import { Link } from 'wouter';
import { useCredits } from '../../api/resources';
import type { Overview } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { Icon, type IconName } from '../../parts/Icon';
import { State, type Tone } from '../../parts/State';
import { useTimes } from '../../time/context';

interface TileProps {
  href: string;
  tone?: Tone;
  icon?: IconName;
  name: string;
  value: number;
  children: string;
}

function Tile({ href, tone, icon, name, value, children }: TileProps) {
  const { number } = useWords();
  return (
    <Link className="tile" href={href}>
      {tone ? (
        <State tone={tone}>{name}</State>
      ) : (
        <span className="state muted">
          {icon && <Icon name={icon} />}
          {name}
        </span>
      )}
      <span className="v">{number(value)}</span>
      <span className="small muted">{children}</span>
    </Link>
  );
}

/** The numbers of now; each leads to the list it counts. */
export function Tiles({ overview }: { overview: Overview }) {
  const { t } = useWords();
  const times = useTimes();
  const { features } = useSession();
  const credits = useCredits(features.licences).data;
  const { waiting, waiting_for_next: second, throttled_until: until } = overview;
  return (
    <section className="tiles" aria-label={t('tiles.label')}>
      <Tile
        href="/active?state=running"
        tone="running"
        name={t('filter.running')}
        value={overview.running}
      >
        {t('tiles.slots', { running: overview.running, slots: overview.slots })}
      </Tile>
      <Tile
        href="/active?state=waiting"
        tone="waiting"
        name={t('tiles.waiting')}
        value={waiting + second}
      >
        {t('tiles.first_and_second', { first: waiting, second })}
      </Tile>
      <Tile
        href="/active?state=throttled"
        tone="throttled"
        name={t('state.throttled')}
        value={overview.throttled}
      >
        {until ? t('tiles.next_at', { time: times.time(until) }) : t('tiles.none_throttled')}
      </Tile>
      <Tile
        href="/active?state=failed"
        tone="failed"
        name={t('state.failed')}
        value={overview.failed}
      >
        {overview.failed > 0 ? t('tiles.have_a_step') : t('tiles.none_failed')}
      </Tile>
      <Tile href="/finished" tone="ok" name={t('nav.finished')} value={overview.finished}>
        {t('tiles.today', { count: overview.finished_today })}
      </Tile>
      {credits?.required ? (
        <Tile href="/credits" icon="credits" name={t('tiles.credits')} value={credits.remaining}>
          {t('of', { total: credits.total })}
        </Tile>
      ) : (
        <Tile
          href="/active?state=paused"
          tone="paused"
          name={t('state.paused')}
          value={overview.paused}
        >
          {overview.paused > 0 ? t('tiles.paused_by_hand') : t('tiles.none_paused')}
        </Tile>
      )}
    </section>
  );
}
