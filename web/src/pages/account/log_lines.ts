import type { Tone } from '../../parts/State';

/** A line to look at has the colour of what it tells; all others have none. */
export function toneOfLine(line: string): Tone | null {
  if (/\b(error|failed|refused)\b/i.test(line)) return 'failed';
  if (/\bthrottled?\b/i.test(line)) return 'throttled';
  if (/\bwarning\b/i.test(line)) return 'attention';
  return null;
}
