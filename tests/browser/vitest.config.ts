import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../build/page/vitest',
  test: {
    include: ['*.test.ts'],
    // One after the other: each file has a service, two mail servers and a browser of its own.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: ['verbose'],
  },
});
