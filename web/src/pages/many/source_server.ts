import type { Security } from '../../api/types';
import { usualPorts } from '../../migration/account/account_form';

/** The one source server of a list whose rows name none. */
export interface SourceServer {
  host: string;
  port: string;
  security: Security;
}

export const noServer: SourceServer = { host: '', port: usualPorts.tls, security: 'tls' };
