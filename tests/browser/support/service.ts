import { Process, type TemporaryFolder, temporaryFolder } from './process';

export const password = 'a long enough passphrase 7';
export const operator = { email: 'olga@provider.example', name: 'Olga Olsen' };

interface Answer {
  csrf_token: string;
  link: string;
}

/** Speaks to the API as a script would, with one session. */
export class Caller {
  private cookie = '';
  private token = '';

  constructor(private readonly url: string) {}

  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(this.token && { 'X-CSRF-Token': this.token }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie) this.cookie = cookie;
    const answer = (text === '' ? {} : JSON.parse(text)) as T & Partial<Answer>;
    if (answer.csrf_token) this.token = answer.csrf_token;
    return answer;
  }
}

/** `postferry serve` with a state folder of its own. */
export class Service {
  url = '';
  private process: Process | null = null;
  private readonly folder: TemporaryFolder = temporaryFolder();

  /** On any free port; where it ran before, on the same one. */
  async start(): Promise<void> {
    const binary = process.env['POSTFERRY_BINARY'] ?? '../../build/release/postferry';
    const listen = this.url === '' ? '127.0.0.1:0' : new URL(this.url).host;
    this.process = new Process(binary, ['serve', '--state', this.folder.path, '--listen', listen]);
    this.url = await this.process.says(/serves at (\S+)/);
  }

  get output(): string {
    return this.process?.output ?? '';
  }

  /** The one-time link of the first visit. */
  async link(): Promise<string> {
    return (await this.process?.says(/(http\S+#token=\S+)/)) ?? '';
  }

  async stop(signal?: NodeJS.Signals): Promise<void> {
    await this.process?.end(signal);
  }

  async end(): Promise<void> {
    await this.stop();
    this.folder.remove();
  }

  /** The first visit, done by a script: the operator's session. */
  async setUp(): Promise<Caller> {
    const caller = new Caller(this.url);
    await caller.send('POST', '/setup', {
      token: (await this.link()).split('#token=')[1],
      ...operator,
      password,
      time_zone: 'Europe/Berlin',
      language: 'en',
      customer_name: 'Provider',
    });
    return caller;
  }

  /** Somebody new of the caller's customer. */
  async invite(by: Caller, email: string, role: string, domains: string[] = []): Promise<Caller> {
    const { link } = await by.send<Answer>('POST', '/invitations', { email, role, domains });
    const caller = new Caller(this.url);
    await caller.send('POST', '/invitations/accept', {
      token: link.split('#token=')[1],
      name: email.split('@')[0],
      password,
    });
    return caller;
  }
}
