import type english from './messages/en.json';

/** A message is a text, or one text for each plural category that its language has. */
type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export type Key = keyof typeof english;
export type Messages = Readonly<Record<string, Message>>;
export type Value = string | number;
export type Values = Readonly<Record<string, Value>>;

export interface Language {
  id: string;
  /** Its own name, as shown to choose it. */
  name: string;
  /** For numbers and dates. */
  locale: string;
  messages: Messages;
}

// A further language is a further file in this folder.
const files = import.meta.glob<Messages>('./messages/*.json', { eager: true, import: 'default' });

function readLanguage([path, messages]: [string, Messages]): Language {
  const id = path.replace(/^.*\/(.*)\.json$/, '$1');
  return {
    id,
    name: plain(messages['language.name']),
    locale: plain(messages['language.locale']),
    messages,
  };
}

function plain(message: Message | undefined): string {
  return typeof message === 'string' ? message : '';
}

export const languages: readonly Language[] = Object.entries(files).map(readLanguage);

export const defaultLanguage = 'en';

export function languageOf(id: string): Language {
  const found =
    languages.find((language) => language.id === id.slice(0, 2).toLowerCase()) ??
    languages.find((language) => language.id === defaultLanguage);
  if (!found) throw new Error('no English messages');
  return found;
}
