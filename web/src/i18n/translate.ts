import type { Language, Value, Values } from './catalog';

export interface Translator {
  language: Language;
  number: (value: number) => string;
  /** The text of a key known to exist; `count` chooses the plural form. */
  text: (key: string, values?: Values) => string;
  has: (key: string) => boolean;
}

export function fill(text: string, value: (name: string) => string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => value(name));
}

export function translator(language: Language): Translator {
  const numbers = new Intl.NumberFormat(language.locale);
  const plurals = new Intl.PluralRules(language.locale);
  const number = (value: number) => numbers.format(value);
  const shown = (value: Value | undefined) =>
    typeof value === 'number' ? number(value) : (value ?? '');

  const template = (key: string, values: Values) => {
    const message = language.messages[key] ?? key;
    if (typeof message === 'string') return message;
    return message[plurals.select(Number(values['count'] ?? 0))] ?? message.other ?? key;
  };
  return {
    language,
    number,
    text: (key, values = {}) => fill(template(key, values), (name) => shown(values[name])),
    has: (key) => key in language.messages,
  };
}
