// How the main pages look and sound: axe finds nothing serious, light and dark, on a desk and on a
// phone, in English and German; nothing is wider than a phone. With SCREENSHOTS=1 the pictures of
// the documentation are taken anew.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, phone, seriousFaults, Visitor } from './support/browser';
import { mailPassword, mailServers, type MailServers } from './support/mail_servers';
import { type Caller, Service } from './support/service';
import { SlowRoad } from './support/slow_road';

const pictures = '../../docs/images';
const takesPictures = process.env['SCREENSHOTS'] === '1';

const service = new Service();
let browser: Browser;
let servers: MailServers;
let road: SlowRoad;
let watched = '';

interface Planned {
  id: string;
}

/** Accounts in several states: some are through, one is on a slow road, some wait until tomorrow. */
async function plan(caller: Caller, user: string, port: number, wait: boolean): Promise<string> {
  const account = { email: '', user, password: mailPassword, host: '127.0.0.1', security: 'none' };
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
  const { id } = await caller.send<Planned>('POST', '/migrations', {
    check: 'required',
    source: { ...account, type: 'imap', port },
    target: { ...account, kind: 'other', port: servers.new },
    options: { leave_out: ['trash'], max_size_bytes: null, skip_folders: [], translate: [] },
    first_run_at: wait ? tomorrow : null,
    second_run: { after_hours: 8 },
    further_runs: 3,
  });
  return id;
}

beforeAll(async () => {
  servers = await mailServers({ anna: 150, bert: 40, cora: 40, dora: 20 });
  road = new SlowRoad(servers.old, 40_000);
  await service.start();
  const caller = await service.setUp();
  watched = await plan(caller, 'anna', await road.open(), false);
  for (const user of ['bert', 'cora']) await plan(caller, user, servers.old, false);
  await plan(caller, 'dora', servers.old, true);
  browser = await openBrowser();
  if (takesPictures) mkdirSync(pictures, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await service.end();
  road.close();
  await servers.end();
});

const pages = () =>
  [
    ['overview', '/'],
    ['new', '/new'],
    ['many', '/many'],
    ['active', '/active'],
    ['account', `/migrations/${watched}`],
    ['finished', '/finished'],
    ['batches', '/batches'],
    ['people', '/people'],
    ['audit', '/audit'],
    ['settings', '/settings'],
    ['information', '/information'],
    ['me', '/me'],
  ] as const;

const looks: readonly (readonly [string, BrowserContextOptions, string?])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: phone }],
  ['german_phone', { viewport: phone }, 'de'],
];

describe('the main pages', () => {
  for (const [look, options, language] of looks) {
    it(`are sound: ${look}`, async () => {
      const visitor = await Visitor.come(browser, service.url, options);
      const { page } = visitor;
      await visitor.signIn();
      if (language) await page.evaluate((id) => localStorage.setItem('language', id), language);
      for (const [name, path] of pages()) {
        await visitor.go(path);
        await page.locator('#main h1').waitFor();
        await expect.poll(() => page.locator('.loading').count()).toBe(0);
        expect.soft(await seriousFaults(page), `${name} ${look}`).toEqual([]);
        const tooWide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(tooWide, `${name} ${look} is wider than its window`).toBeLessThanOrEqual(0);
        if (takesPictures && (look !== 'dark' || name === 'overview')) {
          const suffix = look === 'light' ? '' : `-${look}`;
          await page.screenshot({ path: `${pictures}/${name}${suffix}.png` });
        }
      }
      await visitor.leave();
    });
  }
});
