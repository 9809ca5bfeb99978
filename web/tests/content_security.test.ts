import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('index.html', 'utf8');
const library = 'node_modules/react-aria/dist/private/interactions/usePress.mjs';

describe('under a strict Content-Security-Policy', () => {
  it('the page has no inline script or style', () => {
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/i);
    expect(
      [...page.matchAll(/<script[^>]*>([^<]*)<\/script>/g)].every((match) => match[1] === ''),
    ).toBe(true);
  });

  it('the library finds its style element’s id taken, and our sheet has its rule', () => {
    const source = readFileSync(library, 'utf8');
    const id = /STYLE_ID = '([\w-]+)'/.exec(source)?.[1] ?? 'not found';
    const attribute = /PRESSABLE_ATTRIBUTE = '([\w-]+)'/.exec(source)?.[1] ?? 'not found';
    expect(page).toContain(`id="${id}"`);
    expect(readFileSync('src/styles/base.css', 'utf8')).toContain(`[${attribute}]`);
  });
});
