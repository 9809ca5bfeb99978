import { asProblem } from '../api/problem';

/** What the service said about single fields, to stand beside them. */
export function fieldErrors(error: unknown): Readonly<Record<string, string | undefined>> {
  if (!error) return {};
  const errors = asProblem(error).errors ?? [];
  return Object.fromEntries(errors.map(({ field, text }) => [field ?? '', text]));
}
