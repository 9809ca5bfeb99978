import { useId, useMemo, useState } from 'react';
import type { Throughput } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';
import { plot, plotOf } from './plot';

export function ThroughputPanel({ throughput }: { throughput: Throughput }) {
  const { t, size, number } = useWords();
  const [asTable, setAsTable] = useState(false);
  const last = throughput.points.at(-1);
  const isPlot = throughput.points.length > 1;
  return (
    <Panel
      title={t('throughput.title')}
      aside={
        <>
          {last && (
            <span className="small">
              <b>{t('throughput.rate', { rate: number(Math.round(last.messages_per_second)) })}</b>{' '}
              <span className="muted">· {t('rate', { size: size(last.bytes_per_second) })}</span>
            </span>
          )}
          {isPlot && (
            <Button small look="quiet" onPress={() => setAsTable(!asTable)}>
              {asTable ? t('throughput.as_plot') : t('throughput.as_table')}
            </Button>
          )}
        </>
      }
    >
      {!isPlot ? (
        <p className="body muted">{t('throughput.none')}</p>
      ) : asTable ? (
        <RateTable throughput={throughput} />
      ) : (
        <RatePlot throughput={throughput} />
      )}
    </Panel>
  );
}

function RatePlot({ throughput }: { throughput: Throughput }) {
  const { t, number } = useWords();
  const times = useTimes();
  const id = useId();
  const drawn = useMemo(() => plotOf(throughput), [throughput]);
  return (
    <div className="body">
      <svg
        className="plot"
        viewBox={`0 0 ${plot.width} ${plot.height}`}
        role="img"
        aria-labelledby={`${id}t ${id}d`}
      >
        <title id={`${id}t`}>{t('throughput.what')}</title>
        <desc id={`${id}d`}>
          {t('throughput.between', {
            least: Math.round(drawn.least),
            most: Math.round(drawn.most),
          })}
        </desc>
        {drawn.rows.map(({ at, value }) => (
          <g key={value}>
            <path className="gridline" d={`M${plot.left} ${at}H${plot.right}`} />
            <text x={plot.left - 8} y={at + 4} textAnchor="end">
              {number(value)}
            </text>
          </g>
        ))}
        <polygon className="area" points={drawn.area} />
        {drawn.bands.map((band) => (
          <g key={band.from}>
            <rect
              className="band"
              x={band.from}
              y={plot.top}
              width={band.to - band.from}
              height={plot.bottom - plot.top}
              opacity=".7"
            />
            <text className="bandtext" x={band.from + 6} y={plot.top + 16}>
              {t('throughput.throttled', { host: band.host })}
            </text>
          </g>
        ))}
        <polyline className="curve" points={drawn.curve} />
        {drawn.last && <circle className="dot" cx={drawn.last.x} cy={drawn.last.y} r="4.5" />}
        {drawn.columns.map(({ at, time }, index) => (
          <text
            key={time}
            x={at}
            y={plot.bottom + 20}
            textAnchor={
              index === 0 ? 'start' : index === drawn.columns.length - 1 ? 'end' : 'middle'
            }
          >
            {times.time(time)}
          </text>
        ))}
      </svg>
    </div>
  );
}

const shownRows = 12;

function RateTable({ throughput }: { throughput: Throughput }) {
  const { t, size, number } = useWords();
  const times = useTimes();
  const every = Math.ceil(throughput.points.length / shownRows);
  const rows = throughput.points.filter((_, index) => index % every === 0).reverse();
  return (
    <div className="scroll">
      <table>
        <caption className="sr">{t('throughput.what')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('throughput.time')}</th>
            <th scope="col" className="num">
              {t('throughput.messages')}
            </th>
            <th scope="col" className="num">
              {t('throughput.bytes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((point) => (
            <tr key={point.at}>
              <td>{times.time(point.at)}</td>
              <td className="num">{number(Math.round(point.messages_per_second))}</td>
              <td className="num">{size(point.bytes_per_second)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
