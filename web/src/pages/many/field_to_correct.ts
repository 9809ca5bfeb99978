import type { CheckError, ListColumn } from '../../api/types';

const fieldOfCode: Readonly<Record<string, string>> = {
  wrong_password: 'password',
  app_password_needed: 'password',
  login_refused: 'user',
  cannot_resolve: 'server',
  cannot_connect: 'server',
  timed_out: 'server',
  certificate_wrong_name: 'server',
};

const otherNames: Readonly<Record<string, readonly string[]>> = {
  server: ['server', 'host'],
  host: ['host', 'server'],
  user: ['username', 'user', 'email'],
  password: ['password'],
  email: ['email', 'username'],
};

/** The column that most likely has to change, or null where no column can help. */
export function fieldToCorrect(error: CheckError, columns: readonly ListColumn[]): number | null {
  const name = error.field?.split('.').at(-1) ?? fieldOfCode[error.code];
  if (!name) return null;
  for (const candidate of otherNames[name] ?? [name]) {
    const at = columns.findIndex(({ id }) => id.includes(error.side) && id.endsWith(candidate));
    if (at >= 0) return at;
  }
  return null;
}
