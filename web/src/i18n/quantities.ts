import type { Translator } from './translate';

const step = 1024;
const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** "812 B", "3.4 KB", "9.9 GB": steps of 1024, as the log and the command line count. */
export function size(words: Translator, bytes: number): string {
  if (bytes === 0) return '0';
  let value = bytes;
  let unit = 0;
  while (value >= step - 0.5 && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const number = new Intl.NumberFormat(words.language.locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number.format(value)} ${units[unit] ?? ''}`;
}

/** "40 s", "38 min", "1 h 02", "3 d 4 h". */
export function duration(words: Translator, seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 60) return words.text('duration.seconds', { seconds: Math.round(seconds) });
  if (hours === 0) return words.text('duration.minutes', { minutes });
  if (hours < 48) {
    return words.text('duration.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') });
  }
  return words.text('duration.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** 0 to 100, and 100 only when nothing is left. */
export function percent(done: number, total: number): number {
  if (total <= 0) return 0;
  const share = Math.floor((done / total) * 100);
  return done < total ? Math.min(share, 99) : 100;
}
