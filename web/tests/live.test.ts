import { type InfiniteData, QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { type LoadedPage, migrationKeys } from '../src/api/migrations';
import type { Migration } from '../src/api/types';
import { collect, mergeMigrations, type Patch, patchPages } from '../src/live/merge';
import { countMoved } from '../src/migration/loaded_list';
import { rankOf } from '../src/pages/active/filters';
import { aMigration } from './support/migration';

function page(...items: Migration[]): LoadedPage {
  return {
    items,
    next_cursor: null,
    total: items.length,
    counts: {},
    loaded: new Map(items.map(({ id, state }) => [id, state])),
  };
}

function data(...pages: LoadedPage[]): InfiniteData<LoadedPage> {
  return { pages, pageParams: pages.map(() => '') };
}

const patchesOf = (...patches: Patch<Migration>[]) =>
  new Map(patches.map((patch) => [patch.id, patch]));

describe('live changes', () => {
  it('keep the order of the rows, and rows that did not change the same objects', () => {
    const first = aMigration({ id: 'a' });
    const second = aMigration({ id: 'b' });
    const before = data(page(first, second), page(aMigration({ id: 'c' })));
    const after = patchPages(before, patchesOf({ id: 'b', state: 'failed' }));
    expect(after.pages[0]?.items.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a running',
      'b failed',
    ]);
    expect(after.pages[0]?.items[0]).toBe(first);
    expect(after.pages[1]).toBe(before.pages[1]);
  });

  it('change nothing for rows that are not shown', () => {
    const before = data(page(aMigration({ id: 'a' })));
    expect(patchPages(before, patchesOf({ id: 'z', state: 'failed' }))).toBe(before);
  });

  it('fill in progress field by field', () => {
    const cache = new QueryClient();
    cache.setQueryData(migrationKeys.one('a'), aMigration({ id: 'a' }));
    const patch = { id: 'a', progress: { messages_done: 50 } } as Patch<Migration>;
    mergeMigrations(cache, patchesOf(patch));
    const { progress } = cache.getQueryData<Migration>(migrationKeys.one('a')) ?? aMigration();
    expect([progress.messages_done, progress.messages_total]).toEqual([50, 100]);
  });

  it('of one row are gathered, the latest winning', () => {
    const gathered = new Map<string, Patch<Migration>>();
    collect(gathered, { id: 'a', state: 'paused', runs: 2 });
    collect(gathered, { id: 'a', state: 'running' });
    expect(gathered.get('a')).toEqual({ id: 'a', state: 'running', runs: 2 });
  });

  it('count the rows that would stand elsewhere now', () => {
    const before = data(page(aMigration({ id: 'a' }), aMigration({ id: 'b' })));
    const after = patchPages(
      before,
      patchesOf({ id: 'a', state: 'failed' }, { id: 'b', state: 'paused' }),
    );
    expect(countMoved(before.pages, rankOf)).toBe(0);
    expect(countMoved(after.pages, rankOf)).toBe(2);
  });
});
