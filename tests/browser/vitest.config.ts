import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('.', import.meta.url).pathname,
  cacheDir: '../../build/page/vitest',
  test: {
    include: ['*.test.ts'],
    // One after the other: each file has a service, two mail servers and a browser of its own.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 180_000,
    reporters: ['verbose'],
  },
});
