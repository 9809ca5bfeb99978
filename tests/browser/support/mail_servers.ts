import { Process } from './process';

/** The password of every account. */
export const mailPassword = 'boarding-pass';

export interface MailServers {
  old: number;
  new: number;
  end: () => Promise<void>;
}

/** Two throwaway Dovecots on this machine; the accounts are filled on the first one. */
export async function mailServers(
  accounts: Readonly<Record<string, number>>,
): Promise<MailServers> {
  const words = Object.entries(accounts).map(([name, messages]) => `${name}=${messages}`);
  const process = new Process('./mail_servers', words);
  const ports = JSON.parse(await process.says(/(\{"old".*\})/)) as { old: number; new: number };
  return { ...ports, end: () => process.end() };
}
