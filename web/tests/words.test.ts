import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languageOf, languages } from '../src/i18n/catalog';
import { duration, percent, size } from '../src/i18n/quantities';
import { translator } from '../src/i18n/translate';

const english = translator(languageOf('en'));
const german = translator(languageOf('de'));

function places(message: unknown): string {
  const texts = typeof message === 'string' ? [message] : Object.values(message as object);
  const found = texts.flatMap((text: string) =>
    [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
  );
  return [...new Set(found)].sort().join(' ');
}

describe('messages', () => {
  it('are the same keys with the same places in every language', () => {
    const [first, ...others] = languages;
    if (!first) throw new Error('no language');
    for (const other of others) {
      expect(Object.keys(other.messages).sort()).toEqual(Object.keys(first.messages).sort());
      for (const [key, message] of Object.entries(first.messages)) {
        expect([key, places(other.messages[key])]).toEqual([key, places(message)]);
      }
    }
  });

  it('have every plural form that their language has', () => {
    for (const { id, locale, messages } of languages) {
      const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
      for (const [key, message] of Object.entries(messages)) {
        if (typeof message === 'string') continue;
        expect([id, key, Object.keys(message).sort()]).toEqual([id, key, [...forms].sort()]);
      }
    }
  });

  it('have words for every error of the documentation', () => {
    const documented = readFileSync('../docs/errors.md', 'utf8');
    const codes = [...documented.matchAll(/^### (\w+)$/gm)].map((match) => match[1] ?? '');
    expect(codes.length).toBeGreaterThan(30);
    const wordless = codes.filter(
      (code) => !english.has(`error.${code}`) || !english.has(`hint.${code}`),
    );
    expect(wordless).toEqual([]);
  });

  it('choose the plural and write numbers as the language does', () => {
    expect(english.text('state.not_moved', { count: 1 })).toBe('1 message not moved');
    expect(english.text('state.not_moved', { count: 12480 })).toBe('12,480 messages not moved');
    expect(german.text('state.not_moved', { count: 12480 })).toBe(
      '12.480 Nachrichten nicht übertragen',
    );
  });

  it('fall back to English for a language that nobody has written', () => {
    expect(languageOf('fr-FR').id).toBe('en');
    expect(languageOf('de-AT').id).toBe('de');
  });
});

describe('quantities', () => {
  it('are sizes in steps of 1024', () => {
    expect(size(english, 0)).toBe('0');
    expect(size(english, 812)).toBe('812 B');
    expect(size(english, 3.9 * 1024 ** 3)).toBe('3.9 GB');
    expect(size(german, 1.5 * 1024 ** 2)).toBe('1,5 MB');
    expect(size(english, 1024 ** 2 - 1)).toBe('1.0 MB');
  });

  it('are durations in the two largest units', () => {
    expect(duration(english, 40)).toBe('40 s');
    expect(duration(english, 2280)).toBe('38 min');
    expect(duration(english, 3720)).toBe('1 h 02');
    expect(duration(english, 3599)).toBe('1 h 00');
    expect(duration(english, 50 * 3600)).toBe('2 d 2 h');
  });

  it('are full only when nothing is left', () => {
    expect(percent(9999, 10000)).toBe(99);
    expect(percent(10000, 10000)).toBe(100);
    expect(percent(0, 0)).toBe(0);
  });
});
