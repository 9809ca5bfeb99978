import { ProblemError, readProblem } from './problem';
import type { Session } from './types';

type Query = Record<string, string | number | boolean | undefined>;

interface Extras {
  query?: Query;
  body?: unknown;
  csv?: string;
  etag?: string;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

const root = '/api/v1';

/** Where a resource of the API is, for links and downloads as well as for requests. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `${root}${path}${given.length > 0 ? `?${search.toString()}` : ''}`;
}

/** Speaks to the REST API for one signed-in person; holds the CSRF token in memory only. */
export class Client {
  private csrfToken = '';

  constructor(private readonly language: () => string) {}

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.send<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) });
  }

  post<T>(path: string, body?: unknown, extras: Extras = {}): Promise<T> {
    return this.send<T>('POST', path, { ...extras, body });
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, { body });
  }

  putCsv<T>(path: string, csv: string): Promise<T> {
    return this.send<T>('PUT', path, { csv });
  }

  patch<T>(path: string, body: unknown, etag?: string): Promise<T> {
    return this.send<T>('PATCH', path, { body, ...(etag && { etag }) });
  }

  delete(path: string): Promise<void> {
    return this.send('DELETE', path, {});
  }

  async text(path: string, query?: Query, signal?: AbortSignal): Promise<string> {
    const response = await this.fetch('GET', path, {
      ...(query && { query }),
      ...(signal && { signal }),
    });
    return response.text();
  }

  async session(): Promise<Session> {
    return this.keep(await this.get<Session>('/session'));
  }

  keep(session: Session): Session {
    this.csrfToken = session.csrf_token;
    return session;
  }

  private async send<T>(method: string, path: string, extras: Extras): Promise<T> {
    const response = await this.fetch(method, path, extras);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  private async fetch(method: string, path: string, extras: Extras): Promise<Response> {
    const response = await fetch(address(path, extras.query), {
      method,
      headers: this.headers(method, extras),
      credentials: 'same-origin',
      ...(extras.csv !== undefined && { body: extras.csv }),
      ...(extras.body !== undefined && { body: JSON.stringify(extras.body) }),
      ...(extras.signal && { signal: extras.signal }),
    }).catch((cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new ProblemError({ title: 'No answer', status: 0, code: 'no_answer' });
    });
    if (!response.ok) throw new ProblemError(await readProblem(response));
    return response;
  }

  private headers(method: string, extras: Extras): Record<string, string> {
    return {
      Accept: 'application/json, text/plain, application/problem+json',
      'Accept-Language': this.language(),
      ...(method !== 'GET' && this.csrfToken && { 'X-CSRF-Token': this.csrfToken }),
      ...(extras.body !== undefined && { 'Content-Type': 'application/json' }),
      ...(extras.csv !== undefined && { 'Content-Type': 'text/csv' }),
      ...(extras.etag && { 'If-Match': extras.etag }),
      ...(extras.idempotencyKey && { 'Idempotency-Key': extras.idempotencyKey }),
    };
  }
}
