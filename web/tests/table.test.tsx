// @vitest-environment jsdom
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { type Column, DataTable } from '../src/parts/DataTable';
import { RedField } from '../src/pages/many/RedField';
import { withGaps } from '../src/parts/visible_rows';

interface Item {
  id: string;
  name: string;
}

const rows: Item[] = ['anna', 'bernd', 'carla', 'dieter'].map((name) => ({ id: name, name }));
const columns: Column<Item>[] = [
  { id: 'name', name: 'Name', sort: 'name', cell: ({ name }) => name },
];

function Selecting({ onChosen }: { onChosen: (ids: string[]) => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (ids: ReadonlySet<string>) => {
    setChosen(ids);
    onChosen([...ids]);
  };
  return (
    <DataTable
      label="Items"
      rows={rows}
      columns={columns}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      selection={{ chosen, choose }}
    />
  );
}

describe('a table', () => {
  it('has the roles of a table and counts its rows', () => {
    render(<Selecting onChosen={() => undefined} />);
    const table = screen.getByRole('table', { name: 'Items' });
    expect(table.getAttribute('aria-rowcount')).toBe('5');
    expect(within(table).getAllByRole('row')).toHaveLength(5);
  });

  it('selects one row, a range with Shift, and all', async () => {
    const onChosen = vi.fn();
    const user = userEvent.setup();
    render(<Selecting onChosen={onChosen} />);
    const box = (name: string) => screen.getByRole('checkbox', { name });
    await user.click(box('Select anna'));
    expect(onChosen).toHaveBeenLastCalledWith(['anna']);
    await user.keyboard('{Shift>}');
    await user.click(box('Select carla'));
    await user.keyboard('{/Shift}');
    expect(onChosen).toHaveBeenLastCalledWith(['anna', 'bernd', 'carla']);
    await user.click(box('Select all'));
    expect(onChosen).toHaveBeenLastCalledWith(['anna', 'bernd', 'carla', 'dieter']);
  });

  it('asks to be sorted the other way round at the second press', async () => {
    const onSort = vi.fn();
    const user = userEvent.setup();
    const { rerender } = render(<SortedBy sort="" onSort={onSort} />);
    await user.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSort).toHaveBeenLastCalledWith('name');
    rerender(<SortedBy sort="name" onSort={onSort} />);
    expect(screen.getByRole('columnheader').getAttribute('aria-sort')).toBe('ascending');
    await user.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSort).toHaveBeenLastCalledWith('-name');
  });
});

function SortedBy({ sort, onSort }: { sort: string; onSort: (sort: string) => void }) {
  return (
    <DataTable
      label="Items"
      rows={rows}
      columns={columns}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      sort={sort}
      onSort={onSort}
    />
  );
}

describe('a red field', () => {
  it('says its problem and is taken over on Enter, not while it is typed', async () => {
    const onChange = vi.fn();
    const user = userEvent.setup();
    render(
      <RedField
        label="Line 7, server"
        secret={false}
        value="a,b"
        problem="No comma."
        onChange={onChange}
      />,
    );
    const input = screen.getByRole('textbox', { name: 'Line 7, server', description: 'No comma.' });
    await user.clear(input);
    await user.type(input, 'a.b');
    expect(onChange).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    expect(onChange).toHaveBeenCalledWith('a.b');
  });
});

describe('a long table', () => {
  it('leaves room on both sides of a focused row far from those in view', () => {
    const item = (index: number) => ({
      index,
      start: 500 + index * 37,
      end: 500 + (index + 1) * 37,
    });
    expect(withGaps([item(10), item(100), item(101)], 500)).toEqual([
      { index: 10, gap: 370 },
      { index: 100, gap: 89 * 37 },
      { index: 101, gap: 0 },
    ]);
  });
});
