import {
  defaultRangeExtractor,
  type Range,
  useWindowVirtualizer,
  type VirtualItem,
} from '@tanstack/react-virtual';
import { type FocusEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { FocusedRow } from './DataTable';
import { useLatest } from './latest';

/** Shorter lists are drawn whole: simpler for the browser's own search and for screen readers. */
const drawnWhole = 100;
const rowHeight = 37;

/** A row to draw, and the height of those before it that are not drawn. */
interface DrawnRow {
  index: number;
  gap: number;
}

function everyRow(count: number): DrawnRow[] {
  return Array.from({ length: count }, (_, index) => ({ index, gap: 0 }));
}

/** The focused row may stand far from the others: there is a gap on both its sides. */
export function withGaps(
  items: readonly Pick<VirtualItem, 'index' | 'start' | 'end'>[],
  margin: number,
): DrawnRow[] {
  return items.map(({ index, start }, at) => ({
    index,
    gap: Math.max(0, start - (items[at - 1]?.end ?? margin)),
  }));
}

/** Which rows to draw, and the room that the others take. The focused row is always drawn. */
export function useVisibleRows(
  ids: readonly string[],
  onEnd: (() => void) | undefined,
  wanted: FocusedRow | undefined,
) {
  const count = ids.length;
  const virtual = count >= drawnWhole;
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [margin, setMargin] = useState(0);

  useLayoutEffect(() => {
    if (virtual && box.current) {
      setMargin(box.current.getBoundingClientRect().top + window.scrollY + rowHeight);
    }
  }, [virtual, count]);

  const focusedIndex = focused === null ? -1 : ids.indexOf(focused);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (focusedIndex < 0 || indexes.includes(focusedIndex)) return indexes;
      return [...indexes, focusedIndex].sort((a, b) => a - b);
    },
    [focusedIndex],
  );
  const virtualizer = useWindowVirtualizer({
    count,
    enabled: virtual,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: margin,
    getItemKey: (index) => ids[index] ?? index,
    rangeExtractor,
  });

  const items = virtualizer.getVirtualItems();
  const lastDrawn = virtual ? (items.at(-1)?.index ?? 0) : count - 1;
  const nearEnd = count > 0 && lastDrawn >= count - 20;
  useEffect(() => {
    if (nearEnd) onEnd?.();
  }, [nearEnd, onEnd, count]);

  const noteFocus = useCallback((event: FocusEvent) => {
    const row = (event.target as HTMLElement).closest('tr');
    setFocused(row?.dataset['id'] ?? null);
  }, []);

  const latest = useLatest({ ids, virtual, virtualizer });
  useEffect(() => {
    if (!wanted) return;
    const index = latest.current.ids.indexOf(wanted.id);
    if (index < 0) return;
    if (latest.current.virtual)
      latest.current.virtualizer.scrollToIndex(index, { align: 'center' });
    // The row may have to be drawn first.
    const timer = setTimeout(() => {
      const row = box.current?.querySelector(`tr[data-id="${CSS.escape(wanted.id)}"]`);
      row?.scrollIntoView({ block: 'center' });
      row?.querySelector<HTMLElement>('[aria-invalid], button, a')?.focus({ preventScroll: true });
    }, 60);
    return () => clearTimeout(timer);
  }, [wanted, latest]);

  const { measureElement } = virtualizer;
  const measure = useCallback(
    (element: HTMLElement | null) => {
      if (virtual) measureElement(element);
    },
    [virtual, measureElement],
  );
  return {
    box,
    noteFocus,
    measure,
    drawn: virtual ? withGaps(items, margin) : everyRow(count),
    below: virtual ? virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin) : 0,
  };
}
