import { useMemo, useState } from 'react';
import { useFormalCheck } from '../../api/checks';
import type { ListCheckRequest, ListCommon, ListFormatId } from '../../api/types';
import { useSettled } from '../../parts/settled';
import { delimiterOf, withField, withoutLines } from './list_text';

/** The list being prepared: its text is the one truth, the table edits it and the check follows it. */
export function useListState(common: ListCommon) {
  const [text, setText] = useState('');
  const [format, setFormat] = useState<'auto' | ListFormatId>('auto');
  const [delimiter, setDelimiter] = useState('');
  const request = useMemo<ListCheckRequest | null>(
    () => (text.trim() === '' ? null : { format, text, common, ...(delimiter && { delimiter }) }),
    [format, text, common, delimiter],
  );
  const settled = useSettled(request);
  const query = useFormalCheck(settled);
  const check = request ? query.data : undefined;
  const used = delimiter || delimiterOf(text);
  return {
    text,
    setText,
    format,
    setFormat,
    delimiter,
    setDelimiter,
    usedDelimiter: used,
    request: { format: query.data?.format ?? format, common, ...(delimiter && { delimiter }) },
    check,
    error: query.error,
    isCurrent: settled === request && !query.isFetching,
    editCell: (line: number, field: number, value: string) =>
      setText((present) => withField(present, line, field, value, used)),
    removeLines: (lines: readonly number[]) =>
      setText((present) => withoutLines(present, new Set(lines))),
  };
}

export type ListState = ReturnType<typeof useListState>;
