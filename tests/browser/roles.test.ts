// What each role is shown: nobody sees a button that he may not press.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, Visitor } from './support/browser';
import { Service } from './support/service';

const service = new Service();
let browser: Browser;

beforeAll(async () => {
  await service.start();
  const operator = await service.setUp();
  for (const role of ['admin', 'manager', 'member']) {
    await service.invite(operator, `${role}@provider.example`, role, ['provider.example']);
  }
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await service.end();
});

async function places(email: string | undefined): Promise<string[]> {
  const visitor = await Visitor.come(browser, service.url);
  await visitor.signIn(email);
  const links = await visitor.page
    .locator('.side nav a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  await visitor.leave();
  return links;
}

const everybodys = ['/', '/active', '/finished', '/batches', '/information'];
const planning = ['/new', '/many'];

describe('the navigation', () => {
  it('shows the operator everything', async () => {
    const links = await places(undefined);
    expect(links).toEqual(
      expect.arrayContaining([...everybodys, ...planning, '/people', '/audit', '/settings']),
    );
  });

  it('shows an admin his people, but no settings', async () => {
    const links = await places('admin@provider.example');
    expect(links).toEqual(expect.arrayContaining([...everybodys, ...planning, '/people']));
    expect(links).not.toContain('/settings');
  });

  it('shows a manager how to plan, but no people', async () => {
    const links = await places('manager@provider.example');
    expect(links).toEqual(expect.arrayContaining([...everybodys, ...planning]));
    expect(links).not.toContain('/people');
  });

  it('shows a member nothing to plan', async () => {
    expect((await places('member@provider.example')).sort()).toEqual([...everybodys].sort());
  });
});

describe('a page that is not for a member', () => {
  it('is not there, whatever the address says', async () => {
    const visitor = await Visitor.come(browser, service.url);
    await visitor.signIn('member@provider.example');
    for (const path of ['/new', '/many', '/people', '/settings', '/audit']) {
      await visitor.go(path);
      await visitor.page.getByRole('heading', { level: 1 }).waitFor();
      expect(await visitor.page.getByRole('main').getByRole('textbox').count()).toBe(0);
    }
    await visitor.go('/active');
    await visitor.page.getByRole('heading', { level: 1, name: 'Active' }).waitFor();
    expect(await visitor.page.locator('a[href="/new"]').count()).toBe(0);
    await visitor.leave();
  });
});
