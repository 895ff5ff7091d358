// Tests that build real modules in numbers, ask real interpreters, or fetch old ones: beside the fast suite of
// ava.config.js.
export default {
  extensions: ['ts'],
  files: [
    'test/e2e/old-node.test.ts',
    'test/e2e/seeded.test.ts',
    'test/compare/**/*.test.ts',
    'test/examples/**/*.test.ts',
  ],
  timeout: '300s',
};
