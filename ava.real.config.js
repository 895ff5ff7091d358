// Tests that build real modules in numbers, or ask real interpreters: beside the fast suite of ava.config.js.
export default {
  extensions: ['ts'],
  files: ['test/e2e/seeded.test.ts', 'test/compare/**/*.test.ts', 'test/examples/**/*.test.ts'],
  timeout: '300s',
};
