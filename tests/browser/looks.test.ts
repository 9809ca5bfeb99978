// How the main pages look and sound: axe finds nothing serious, light and dark, on a desk and on a
// phone, in English and German; nothing is wider than a phone. With SCREENSHOTS=1 the pictures of
// the documentation are taken anew, and of all others one each below build/page/looks.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, phone, seriousFaults, Visitor } from './support/browser';
import { mailPassword, mailServers, type MailServers } from './support/mail_servers';
import { type Caller, Service } from './support/service';
import { SlowRoad } from './support/slow_road';

const pictures = '../../docs/images';
const otherPictures = '../../build/page/looks';
/** What the documentation shows. */
const shown = [
  'overview',
  'overview-dark',
  'new',
  'many',
  'active',
  'active-phone',
  'account',
  'finished',
  'settings',
];
const takesPictures = process.env['SCREENSHOTS'] === '1';

const service = new Service();
let browser: Browser;
let servers: MailServers;
let road: SlowRoad;
let watched = '';

const waiting = ['bert', 'cora'];
const finished = ['dora', 'emil', 'frida'];

interface Planned {
  id: string;
  state: string;
}

/** Accounts in several states: some are through, one is on a slow road, some wait until tomorrow. */
async function plan(
  caller: Caller,
  user: string,
  port: number,
  more: { wait?: boolean; once?: boolean } = {},
): Promise<string> {
  const account = {
    email: `${user}@harbour.example`,
    user,
    password: mailPassword,
    host: '127.0.0.1',
    security: 'none',
  };
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
  const { id } = await caller.send<Planned>('POST', '/migrations', {
    check: 'required',
    source: { ...account, type: 'imap', port },
    target: { ...account, kind: 'other', port: servers.new },
    options: { leave_out: ['trash'], max_size_bytes: null, skip_folders: [], translate: [] },
    first_run_at: more.wait ? tomorrow : null,
    second_run: more.once ? null : { after_hours: 8 },
    further_runs: 3,
  });
  return id;
}

beforeAll(async () => {
  const small = Object.fromEntries([...waiting, ...finished].map((user) => [user, 20]));
  servers = await mailServers({ anna: 150, ...small });
  road = new SlowRoad(servers.old, 12_000);
  await service.start();
  const caller = await service.setUp();
  for (const user of finished) {
    const id = await plan(caller, user, servers.old, { once: true });
    while ((await caller.send<Planned>('GET', `/migrations/${id}`)).state !== 'complete') {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  watched = await plan(caller, 'anna', await road.open());
  await plan(caller, 'bert', servers.old);
  await plan(caller, 'cora', servers.old, { wait: true });
  browser = await openBrowser();
  for (const folder of [pictures, otherPictures]) mkdirSync(folder, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await service.end();
  road.close();
  await servers.end();
});

/** Accounts as a person would give them: the names in the pictures say what they are. */
async function fillIn(page: Page): Promise<void> {
  for (const [nth, host] of ['imap.old-host.example', 'imap.new-host.example'].entries()) {
    const side = page.locator('.panel').nth(nth);
    await side
      .locator('input[type="text"], input[type="email"]')
      .first()
      .fill('anna@harbour.example');
    await side.locator('input[type="password"]').fill(mailPassword);
    await side.locator('.grid-server input').first().fill(host);
  }
}

/** Two red fields and two rows that are the same. */
async function paste(page: Page): Promise<void> {
  const row = (user: string, password: string) =>
    ['imap', `${user}@old.example`, user, password, 'imap.old-host.example']
      .concat(['imap', `${user}@new.example`, user, password, 'imap.new-host.example', '', ''])
      .join(';');
  const rows = ['anna', 'bert', 'cora', 'cora', 'dora', 'emil', 'frida'].map((user) =>
    row(user, user === 'bert' ? '' : `${user}-7-ferries`),
  );
  await page
    .locator('textarea')
    .first()
    .evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, rows.join('\n'));
  await page.locator('td.bad').first().waitFor();
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (!takesPictures) return;
  await page.mouse.move(0, 0);
  const folder = shown.includes(name) ? pictures : otherPictures;
  await page.screenshot({ path: `${folder}/${name}.png` });
}

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
        if (name === 'new') await fillIn(page);
        if (name === 'many') await paste(page);
        await expect.poll(() => page.locator('.loading').count()).toBe(0);
        expect.soft(await seriousFaults(page), `${name} ${look}`).toEqual([]);
        const tooWide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(tooWide, `${name} ${look} is wider than its window`).toBeLessThanOrEqual(0);
        await takePicture(page, look === 'light' ? name : `${name}-${look}`);
      }
      await visitor.leave();
    });
  }
});
