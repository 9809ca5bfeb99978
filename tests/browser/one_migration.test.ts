// One migration between two real servers, from the form to its log: watched, paused, resumed, and
// gone on with after the service was killed in the middle.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, Visitor } from './support/browser';
import { mailPassword, mailServers, type MailServers } from './support/mail_servers';
import { Service } from './support/service';
import { SlowRoad } from './support/slow_road';

const messages = 200;
const slow = 60_000;

const service = new Service();
let browser: Browser;
let servers: MailServers;
let road: SlowRoad;
let roadPort: number;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  servers = await mailServers({ anna: messages });
  road = new SlowRoad(servers.old, slow);
  roadPort = await road.open();
  await service.start();
  await service.setUp();
  browser = await openBrowser();
  visitor = await Visitor.come(browser, service.url);
  page = visitor.page;
});
afterAll(async () => {
  await browser.close();
  await service.end();
  road.close();
  await servers.end();
});

const link = () =>
  `/new#${['source', 'target']
    .map((side) => {
      const port = side === 'source' ? roadPort : servers.new;
      return `${side}.user=anna&${side}.host=127.0.0.1&${side}.port=${port}&${side}.security=none`;
    })
    .join('&')}`;

const state = (name: RegExp) => page.locator('.head .state').filter({ hasText: name });
const done = async () =>
  Number((await page.locator('progress').first().getAttribute('value')) ?? 0);

describe('one migration', () => {
  it('is checked on both sides, and the side that is wrong is named', async () => {
    await visitor.signIn();
    await visitor.go(link());
    await page.getByLabel('Password', { exact: true }).first().fill('wrong');
    await page.getByLabel('Password', { exact: true }).last().fill(mailPassword);
    await page.getByRole('button', { name: 'Check both sides' }).click();
    await page.getByText('Target: signed in').waitFor();
    await page.getByText('Source: Password refused').waitFor();
    expect(
      await page.getByRole('button', { name: 'Plan migration' }).getAttribute('aria-disabled'),
    ).toBe('true');
  });

  it('is planned when both sides are good', async () => {
    await page.getByLabel('Password', { exact: true }).first().fill(mailPassword);
    await page.getByRole('button', { name: 'Check both sides' }).click();
    await page.getByText('Source: signed in').waitFor();
    await page.getByRole('button', { name: 'Plan migration' }).click();
    await page.waitForURL('**/migrations/*');
    await page.getByRole('heading', { level: 1, name: 'anna' }).waitFor();
  });

  it('is watched while it runs, without a reload', async () => {
    await state(/First run/).waitFor();
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(0);
    const before = await done();
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before);
    await page
      .getByText(/about .* left/)
      .first()
      .waitFor();
  });

  it('is paused and resumed', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await state(/Paused/).waitFor();
    const paused = await done();
    await page.getByRole('button', { name: 'Resume' }).click();
    await state(/First run/).waitFor();
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(paused);
  });

  it('goes on after the service was killed', async () => {
    await service.stop('SIGKILL');
    await page.getByText('No connection').first().waitFor();
    await service.start();
    await page.getByText('Live', { exact: false }).first().waitFor({ timeout: 40_000 });
    road.bytesPerSecond = Infinity;
    await state(/Complete/).waitFor({ timeout: 60_000 });
    await page
      .getByText(/All 198 messages are on 127.0.0.1/)
      .first()
      .waitFor();
  });

  it('gives its log as a text', async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as text' }).click();
    const text = readFileSync(await (await waiting).path(), 'utf8');
    expect(text).toMatch(/INBOX/);
    expect(text).not.toContain(mailPassword);
    await page.getByRole('row', { name: /INBOX/ }).first().waitFor();
  });

  it('stands among the finished ones', async () => {
    await page.getByRole('link', { name: 'Finished' }).first().click();
    await page.getByRole('row', { name: /anna/ }).waitFor();
    await visitor.leave();
  });
});
