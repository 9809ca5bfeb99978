import { describe, expect, it } from 'vitest';
import type { ListCheck } from '../src/api/types';
import { foldColumns } from '../src/pages/many/folding';
import {
  delimiterOf,
  joinLine,
  masked,
  splitLine,
  withField,
  withoutLines,
} from '../src/pages/many/list_text';

describe('a line of a list', () => {
  it('is split at its delimiter, but not inside quotes', () => {
    expect(splitLine('a;"b;c";d', ';')).toEqual(['a', 'b;c', 'd']);
    expect(splitLine('a;"say ""hi""";', ';')).toEqual(['a', 'say "hi"', '']);
    expect(splitLine('p"w;x', ';')).toEqual(['p"w', 'x']);
  });

  it('is joined so that it splits into the same fields again', () => {
    for (const fields of [
      ['a', 'b;c'],
      ['"x"', ''],
      ['', ''],
      ['p"w', 'q;"r'],
    ]) {
      expect(splitLine(joinLine(fields, ';'), ';')).toEqual(fields);
    }
  });

  it('has one field replaced and all others kept', () => {
    expect(withField('a;b;c\nd;e;f', 2, 1, 'X;Y', ';')).toBe('a;b;c\nd;"X;Y";f');
    expect(withField('a;b', 1, 3, 'D', ';')).toBe('a;b;;D');
  });
});

describe('a list', () => {
  it('loses duplicate lines by their numbers', () => {
    expect(withoutLines('1\n2\n3\n4', new Set([2, 4]))).toBe('1\n3');
  });

  it('shows eight dots for every password, whatever its length', () => {
    expect(masked('anna;geheim\nbernd;x\n\ncarla;', [1], ';')).toBe(
      'anna;••••••••\nbernd;••••••••\n\ncarla;',
    );
  });

  it('has the delimiter that splits its first line most', () => {
    expect(delimiterOf('\nimap;a@b;c,d;e')).toBe(';');
    expect(delimiterOf('user,password')).toBe(',');
  });
});

describe('columns of the formal check', () => {
  const column = (id: string, secret = false) => ({
    id,
    name: id,
    secret,
    required: false,
  });
  const row = (line: number, ...cells: string[]) => ({
    line,
    cells,
    problems: [],
    duplicate_of: null,
  });
  const check = (own: Partial<ListCheck>): ListCheck => ({
    format: 'twelve_fields',
    faults: [],
    columns: [
      column('source.email'),
      column('source.username'),
      column('source.server'),
      column('source.password', true),
    ],
    rows: [row(1, 'a@x', 'a@x', 'h', 'p'), row(2, 'b@x', 'b@x', 'h', 'p')],
    total: 2,
    good: 2,
    bad: 0,
    duplicates: 0,
    drafts: null,
    ...own,
  });

  it('fold where all rows say the same, passwords never', () => {
    expect(foldColumns(check({}))).toEqual({
      shown: [0, 3],
      same: [{ id: 'source.server', value: 'h' }],
      twins: [{ id: 'source.username', of: 'source.email' }],
    });
  });

  it('stay while one of their fields is red', () => {
    const rows = [
      {
        ...row(1, 'a@x', 'a@x', 'h', 'p'),
        problems: [
          { column: 'source.server', code: 'bad_host', severity: 'error' as const, text: 'x' },
        ],
      },
      row(2, 'b@x', 'b@x', 'h', 'p'),
    ];
    expect(foldColumns(check({ rows })).shown).toContain(2);
  });
});
