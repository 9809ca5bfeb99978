import { useWords } from '../../i18n/context';
import { useTimes } from '../../time/context';
import { toUtc } from '../../time/planning';
import type { Timing } from './timing';

/** What will happen, in order: the machine's steps round, the person's own step square. */
export function TimeLine({ timing }: { timing: Timing }) {
  const { t } = useWords();
  const times = useTimes();
  const firstAt = toUtc(timing.firstAt);
  const secondAt = toUtc(timing.secondAt);
  const two = timing.second !== 'none';
  return (
    <ol className="timeline" aria-label={t('timeline.label')}>
      <li>
        <strong>{timing.first === 'now' ? t('timeline.now') : times.moment(firstAt)}</strong>
        {t('timeline.first')}
        {timing.first === 'at' && <span className="sub">{times.utc(firstAt)}</span>}
      </li>
      <li className="you">
        <strong>{t('timeline.when_first_ends')}</strong>
        {t('timeline.mx')}
        <span className="sub">{t('timeline.mx_notice')}</span>
      </li>
      {two && (
        <li>
          <strong>
            {timing.second === 'at'
              ? times.moment(secondAt)
              : t('timeline.hours_later', { count: Number(timing.afterHours) || 0 })}
          </strong>
          {t('timeline.second')}
          <span className="sub">
            {timing.second === 'at' ? times.utc(secondAt) : t('timeline.second_what')}
          </span>
        </li>
      )}
      <li>
        <strong>{t('timeline.then')}</strong>
        {t('timeline.wiped')}
        <span className="sub">{t('timeline.logs')}</span>
      </li>
    </ol>
  );
}
