import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterEach, expect } from 'vitest';
import { operator, password } from './service';

export const phone = { width: 390, height: 844 };
export const desk = { width: 1360, height: 900 };

const longestWaitMs = 60_000;

const visitors = new Set<Visitor>();

// What a test that failed saw last.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const { page } of visitors) {
    const name = task.name.replaceAll(/\W+/g, '_');
    await page.screenshot({ path: `../../build/page/failed/${name}.png` });
    console.error(await page.locator('body').ariaSnapshot());
  }
});

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** A page that notes what no page of ours may do: errors, forbidden styles, requests to others. */
export class Visitor {
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content.Security.Policy|violates/i.test(text)) this.faults.push(text);
    });
    page.on('request', (request) => {
      const isOurs = request.url().startsWith(`${url}/`) || request.url().startsWith('data:');
      if (!isOurs) this.faults.push(`request: ${request.url()}`);
    });
  }

  static async come(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      viewport: desk,
      ...options,
    });
    context.setDefaultTimeout(longestWaitMs);
    const visitor = new Visitor(await context.newPage(), url);
    visitors.add(visitor);
    return visitor;
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
  }

  async signIn(email: string = operator.email): Promise<void> {
    await this.go('/');
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.locator('#main h1').waitFor();
  }

  async leave(): Promise<void> {
    expect(this.faults).toEqual([]);
    visitors.delete(this);
    await this.page.context().close();
  }
}

/** What axe finds on the page as it is, serious or worse, each with where it is. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
