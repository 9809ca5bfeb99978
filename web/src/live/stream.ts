import type { Batch, Check, Migration, Overview } from '../api/types';
import { collect, type Patch } from './merge';

export interface News {
  migrations: Map<string, Patch<Migration>>;
  batches: Map<string, Patch<Batch>>;
  checks: Patch<Check>[];
  overview: Partial<Overview> | null;
}

export type StreamState = 'connecting' | 'live' | 'lost';

interface Listener {
  onNews: (news: News) => void;
  onState: (state: StreamState, retryAt: Date | null) => void;
  /** Events may have been missed: all that is shown is asked for anew. */
  onGap: () => void;
}

const gatherMs = 250;
const longestPauseMs = 30_000;

function noNews(): News {
  return { migrations: new Map(), batches: new Map(), checks: [], overview: null };
}

/** The one event stream of the page: gathers events for a quarter of a second, reconnects with growing pauses. */
export class Stream {
  private source: EventSource | null = null;
  private news = noNews();
  private gathering: ReturnType<typeof setTimeout> | null = null;
  private retrying: ReturnType<typeof setTimeout> | null = null;
  private failures = 0;

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
  ) {}

  open(): void {
    this.close();
    const source = new EventSource(this.url);
    this.source = source;
    source.onopen = () => {
      if (this.failures > 0) this.listener.onGap();
      this.failures = 0;
      this.listener.onState('live', null);
    };
    source.onerror = () => this.lose();
    this.on('migration', (text) =>
      collect(this.news.migrations, JSON.parse(text) as Patch<Migration>),
    );
    this.on('batch', (text) => collect(this.news.batches, JSON.parse(text) as Patch<Batch>));
    this.on('check', (text) => this.news.checks.push(JSON.parse(text) as Patch<Check>));
    this.on('hello', (text) => {
      if ((JSON.parse(text) as { anew: boolean }).anew) this.listener.onGap();
    });
    this.on('gone', () => this.listener.onGap());
    this.on('overview', (text) => {
      this.news.overview = { ...this.news.overview, ...(JSON.parse(text) as Partial<Overview>) };
    });
  }

  close(): void {
    this.source?.close();
    this.source = null;
    if (this.retrying) clearTimeout(this.retrying);
    if (this.gathering) clearTimeout(this.gathering);
    this.gathering = null;
  }

  private on(event: string, take: (text: string) => void): void {
    this.source?.addEventListener(event, ({ data }: MessageEvent<string>) => {
      take(data);
      this.gathering ??= setTimeout(() => this.deliver(), gatherMs);
    });
  }

  private deliver(): void {
    const { news } = this;
    this.news = noNews();
    this.gathering = null;
    this.listener.onNews(news);
  }

  private lose(): void {
    this.failures += 1;
    this.source?.close();
    const pause = Math.min(1000 * 2 ** Math.min(this.failures, 6), longestPauseMs);
    this.listener.onState('lost', new Date(Date.now() + pause));
    this.retrying = setTimeout(() => this.open(), pause);
  }
}
