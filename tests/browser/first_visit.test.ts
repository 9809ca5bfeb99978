// The first visit, signing in and out, and people coming in by a link.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, Visitor } from './support/browser';
import { operator, password, Service } from './support/service';

const service = new Service();
let browser: Browser;

beforeAll(async () => {
  await service.start();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await service.end();
});

describe('the first visit', () => {
  it('makes the operator by the one-time link, and leads into the page', async () => {
    const visitor = await Visitor.come(browser, service.url);
    const { page } = visitor;
    await page.goto(await service.link());
    await page.getByLabel('Name', { exact: true }).fill(operator.name);
    await page.getByLabel('Your e-mail address').fill(operator.email);
    await page.getByLabel('Company or organisation').fill('Provider');
    const act = page.getByRole('button', { name: 'Set password and open Postferry' });
    await page.getByLabel('New password').fill('short');
    expect(await act.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('New password').fill(password);
    await page.getByLabel('Repeat it').fill(password);
    await act.click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(page.url()).toBe(`${service.url}/`);
    await visitor.leave();
  });

  it('is over for everybody else', async () => {
    const visitor = await Visitor.come(browser, service.url);
    await visitor.go('/');
    await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await visitor.leave();
  });
});

describe('signing in', () => {
  it('refuses a wrong password in words', async () => {
    const visitor = await Visitor.come(browser, service.url);
    const { page } = visitor;
    await visitor.go('/');
    await page.getByLabel('E-mail address').fill(operator.email);
    await page.getByLabel('Password', { exact: true }).fill('not the right one at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.st-failed').first().waitFor();
    await visitor.leave();
  });

  it('stays where the address led, and signs out again', async () => {
    const visitor = await Visitor.come(browser, service.url);
    const { page } = visitor;
    await visitor.signIn();
    await visitor.go('/people');
    await page.getByRole('heading', { level: 1, name: 'People and roles' }).waitFor();
    await page.getByRole('button', { name: /Olga Olsen/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await visitor.leave();
  });
});

describe('people', () => {
  it('come in by a link that the operator makes', async () => {
    const visitor = await Visitor.come(browser, service.url);
    const { page } = visitor;
    await visitor.signIn();
    await visitor.go('/people');
    await page.getByLabel('E-mail address').fill('mia@provider.example');
    await page.getByRole('button', { name: 'Make one-time link' }).click();
    const link = new URL((await page.locator('.link-shown').textContent()) ?? '');
    await visitor.leave();

    const invited = await Visitor.come(browser, service.url);
    await invited.go(`${link.pathname}${link.hash}`);
    await invited.page.getByLabel('Name', { exact: true }).fill('Mia');
    await invited.page.getByLabel('New password').fill(password);
    await invited.page.getByLabel('Repeat it').fill(password);
    await invited.page.getByRole('button', { name: 'Set password and open Postferry' }).click();
    await invited.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await invited.leave();
  });
});
