// A batch of 30 accounts between two real servers: pasted, its red fields corrected in place, its
// passwords checked, what is good accepted and what is bad kept under its line number.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, Visitor } from './support/browser';
import { mailPassword, mailServers, type MailServers } from './support/mail_servers';
import { Service } from './support/service';

const accounts = Array.from({ length: 30 }, (_, index) => `u${String(index + 1).padStart(2, '0')}`);
/** Lines without a password, and lines with a wrong one: each another, as one that two users share
 * would be taken for a guess, and the server be left alone. */
const red = [4, 12, 20];
const refused = [8, 17, 30];

const service = new Service();
let browser: Browser;
let servers: MailServers;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  servers = await mailServers({ u01: 12, u02: 12, u03: 12 });
  await service.start();
  const caller = await service.setUp();
  await caller.send('PUT', '/settings', {
    own_server_name: 'New server',
    own_server_host: '127.0.0.1',
    own_server_port: servers.new,
    own_server_security: 'none',
    own_server_master_user: 'master',
    own_server_master_separator: '*',
    own_server_master_password: mailPassword,
  });
  browser = await openBrowser();
  visitor = await Visitor.come(browser, service.url);
  page = visitor.page;
});
afterAll(async () => {
  await browser.close();
  await service.end();
  await servers.end();
});

function list(): string {
  const rows = accounts.map((user, index) => {
    const line = index + 1;
    const password = refused.includes(line) ? `wrong for ${user}` : mailPassword;
    return `${user},${red.includes(line) ? '' : password}`;
  });
  return rows.join('\n');
}

async function paste(text: string): Promise<void> {
  await page.getByLabel('Rows').evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

const field = (line: number) => page.getByLabel(new RegExp(`^Line ${line}, `));
const check = () => page.getByRole('button', { name: /^Check credentials of 30 rows/ });

describe('a batch of 30', () => {
  it('shows what is wrong, each at its field, as soon as it is pasted', async () => {
    await visitor.signIn();
    await visitor.go('/many');
    await paste(list());
    await page.getByLabel('Batch name').fill('Thirty');
    await page.getByLabel('Source server').fill('127.0.0.1');
    await page.getByLabel('Port').fill(String(servers.old));
    await page.getByRole('button', { name: /Encryption/ }).click();
    await page.getByRole('option', { name: 'none' }).click();
    await expect.poll(() => page.locator('td.bad').count(), { timeout: 20_000 }).toBe(red.length);
    for (const line of red) await field(line).waitFor();
    expect(await check().getAttribute('aria-disabled')).toBe('true');
  });

  it('is clean when the red fields are corrected in place', async () => {
    for (const line of red) {
      await field(line).fill(mailPassword);
      await field(line).press('Enter');
      await field(line).waitFor({ state: 'detached' });
    }
    await page.getByText('Formal check: all 30 rows are right').waitFor();
    await expect.poll(() => check().getAttribute('aria-disabled')).not.toBe('true');
  });

  it('accepts the good rows and keeps the bad ones by line number', async () => {
    await check().click();
    await page
      .getByText('27 accounts are planned, 3 lines are kept here')
      .waitFor({ timeout: 60_000 });
    await page.getByText(`Nothing was lost: lines ${refused.join(', ')} wait below.`).waitFor();
    expect(await page.getByText('Password refused').count()).toBeGreaterThanOrEqual(3);
  });

  it('takes the bad rows in when they are right', async () => {
    for (const line of refused) await field(line).fill(mailPassword);
    await page.getByRole('button', { name: 'Check 3 lines again' }).click();
    await page.getByText('30 accounts are planned').waitFor({ timeout: 60_000 });
  });

  it('moves them all', async () => {
    await page.getByRole('link', { name: 'Open batch' }).click();
    await page.getByRole('heading', { level: 1, name: 'Thirty' }).waitFor();
    await page.locator('.head .state', { hasText: 'Finished' }).waitFor({ timeout: 90_000 });
    await visitor.leave();
  });
});
