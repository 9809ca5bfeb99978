import type { CheckError, Draft, Info, Proposal, Security } from '../../api/types';

/** One side of a migration as it is typed. */
export interface AccountForm {
  /** A source type's id; for the target `own` is the operator's server, `other` any other. */
  type: string;
  email: string;
  /** Empty: the same as the address. */
  user: string;
  password: string;
  host: string;
  port: string;
  security: Security;
  /** Typed by hand: a proposal does not replace it. */
  serverTyped: boolean;
}

export type AccountField = 'email' | 'user' | 'password' | 'host' | 'port';
export type FieldErrors = Partial<Record<AccountField, string>>;

export const usualPorts: Readonly<Record<Security, string>> = {
  tls: '993',
  starttls: '143',
  none: '143',
};

export function emptyAccount(type: string): AccountForm {
  return {
    type,
    email: '',
    user: '',
    password: '',
    host: '',
    port: usualPorts.tls,
    security: 'tls',
    serverTyped: false,
  };
}

export function withProposal(form: AccountForm, proposal: Proposal): AccountForm {
  if (form.serverTyped) return form;
  const { host, port, security } = proposal;
  return { ...form, host, port: String(port), security };
}

/** Another encryption brings its usual port, unless the port was a special one. */
export function withSecurity(form: AccountForm, security: Security): AccountForm {
  const usual = form.port === usualPorts[form.security];
  return { ...form, security, serverTyped: true, port: usual ? usualPorts[security] : form.port };
}

export function needsServer(form: AccountForm): boolean {
  return form.type !== 'own';
}

export function needsPassword(form: AccountForm, info: Info): boolean {
  return form.type !== 'own' || (info.own_server?.needs_password ?? true);
}

export type Missing = 'account.missing' | 'account.bad_address' | 'account.bad_port';

export function missingIn(form: AccountForm, info: Info): Partial<Record<AccountField, Missing>> {
  const missing: Partial<Record<AccountField, Missing>> = {};
  if (form.email.trim() === '' && form.user.trim() === '') missing.email = 'account.missing';
  else if (
    form.type !== 'own' &&
    form.email.trim() !== '' &&
    !/^\S+@\S+$/.test(form.email.trim())
  ) {
    missing.email = 'account.bad_address';
  }
  if (needsPassword(form, info) && form.password === '') missing.password = 'account.missing';
  if (!needsServer(form)) return missing;
  if (form.host.trim() === '') missing.host = 'account.missing';
  const port = Number(form.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) missing.port = 'account.bad_port';
  return missing;
}

function common(form: AccountForm) {
  const email = form.email.trim();
  return { email, user: form.user.trim() || email };
}

export function sourceOf(form: AccountForm): Draft['source'] {
  return {
    ...common(form),
    type: form.type,
    password: form.password,
    host: form.host.trim(),
    port: Number(form.port),
    security: form.security,
  };
}

export function targetOf(form: AccountForm, info: Info): Draft['target'] {
  const own = form.type === 'own';
  return {
    ...common(form),
    kind: own ? 'own' : 'other',
    ...(needsPassword(form, info) && { password: form.password }),
    host: own ? (info.own_server?.host ?? '') : form.host.trim(),
    port: Number(form.port),
    security: form.security,
  };
}

const fields: readonly AccountField[] = ['email', 'user', 'password', 'host', 'port'];

export function fieldOf(error: CheckError): AccountField | null {
  const name = error.field?.split('.').at(-1);
  return fields.find((field) => field === name) ?? null;
}
