import { readdirSync } from 'node:fs';
import localesPlugin from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The library's own texts are bundled for the languages that the page has, and no others.
const languages = readdirSync(new URL('src/i18n/messages', import.meta.url))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

export default defineConfig({
  plugins: [react(), { ...localesPlugin.vite({ locales: languages }), enforce: 'pre' }],
  build: {
    target: 'es2022',
    // The Content-Security-Policy allows no data: or inline assets.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // React, its parts and the texts, in one file that browsers keep.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/support/setup.ts'],
  },
});
