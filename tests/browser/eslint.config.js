import base from '../../web/eslint.config.js';

export default [
  ...base,
  {
    ignores: ['eslint.config.js'],
    languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } },
  },
];
