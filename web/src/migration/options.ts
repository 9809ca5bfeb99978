import type { MigrationOptions } from '../api/types';

const megabyte = 1024 * 1024;

export function megabytesOf(bytes: number | null): string {
  return bytes === null ? '' : String(Math.round(bytes / megabyte));
}

/** Empty: no limit. */
export function bytesOfMegabytes(typed: string): number | null {
  const number = Number(typed.trim());
  return typed.trim() !== '' && Number.isFinite(number) && number > 0 ? number * megabyte : null;
}

export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** "Old name = New name", one a line; lines without both are passed over. */
export function pairsOf(text: string): MigrationOptions['translate'] {
  return linesOf(text).flatMap((line) => {
    const at = line.indexOf('=');
    const from = line.slice(0, at).trim();
    const to = line.slice(at + 1).trim();
    return at > 0 && from && to ? [{ from, to }] : [];
  });
}

export function writtenPairs(pairs: MigrationOptions['translate']): string {
  return pairs.map(({ from, to }) => `${from} = ${to}`).join('\n');
}
