import { useWords } from '../i18n/context';
import type { Tone } from './State';

interface BarProps {
  tone: Tone;
  done: number;
  total: number;
  label: string;
  big?: boolean;
}

export function Bar({ tone, done, total, label, big = false }: BarProps) {
  return (
    <progress
      className={`st-${tone}${big ? ' big' : ''}`}
      value={Math.min(done, total)}
      max={Math.max(total, 1)}
      aria-label={label}
    />
  );
}

/** Done and total in figures over their bar, for a table's cell. */
export function Counted(props: BarProps) {
  const { number } = useWords();
  return (
    <div className="prog">
      <span>
        {number(props.done)} / {number(props.total)}
      </span>
      <Bar {...props} />
    </div>
  );
}
