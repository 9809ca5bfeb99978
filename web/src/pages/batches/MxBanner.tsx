import type { Batch, MxRecord } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Banner } from '../../parts/Banner';
import { CopyButton } from '../../parts/CopyButton';
import { ScrollBox } from '../../parts/ScrollBox';
import { useTimes } from '../../time/context';
import { secondRunText } from './batch_words';

interface MxBannerProps {
  batch: Batch;
  mx: NonNullable<Batch['mx']>;
}

function written({ domain, host, priority }: MxRecord): string {
  return `${domain}. MX ${priority} ${host}.`;
}

/** Which records have to be changed, once the first run is through. */
export function MxBanner({ batch, mx }: MxBannerProps) {
  const words = useWords();
  const { t } = words;
  const times = useTimes();
  const waiting = (batch.counts.waiting_for_next ?? 0) > 0;
  const begun = (batch.counts.running ?? 0) + (batch.counts.waiting ?? 0) > 0;
  if (!waiting || begun) return null;
  const rows = Math.max(mx.old.length, mx.new.length);
  const domain = mx.new[0]?.domain ?? mx.old[0]?.domain ?? '';
  return (
    <Banner
      tone="attention"
      title={t('mx.title')}
      actions={<CopyButton text={mx.new.map(written).join('\n')}>{t('mx.copy')}</CopyButton>}
    >
      <p>{t('mx.lead', { domain, second: secondRunText(batch, words, times) })}</p>
      <div className="mx">
        <ScrollBox label={t('mx.caption')}>
          <table>
            <caption className="sr">{t('mx.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('mx.record')}</th>
                <th scope="col">{t('mx.old')}</th>
                <th scope="col">{t('mx.new')}</th>
                <th scope="col">{t('mx.priority')}</th>
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: rows }, (_, index) => (
                <tr key={index}>
                  <td className="mono">{(mx.new[index] ?? mx.old[index])?.domain} MX</td>
                  <td className="mono">{mx.old[index]?.host ?? '–'}</td>
                  <td className="mono strong">{mx.new[index]?.host ?? '–'}</td>
                  <td>{mx.new[index]?.priority ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      </div>
    </Banner>
  );
}
