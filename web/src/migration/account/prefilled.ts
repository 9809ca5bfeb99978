import type { Security, Side } from '../../api/types';
import type { AccountForm } from './account_form';

const securities: readonly Security[] = ['tls', 'starttls', 'none'];

/** A form filled by the address of the page: "#source.email=…&source.host=…", as `make demo` links to it. */
export function prefilled(hash: string, side: Side, form: AccountForm): AccountForm {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const value = (field: string) => given.get(`${side}.${field}`);
  const host = value('host');
  const security = securities.find((one) => one === value('security'));
  return {
    ...form,
    ...(host && { type: side === 'target' ? 'other' : form.type, host, serverTyped: true }),
    ...(security && { security }),
    email: value('email') ?? form.email,
    user: value('user') ?? form.user,
    password: value('password') ?? form.password,
    port: value('port') ?? form.port,
  };
}
