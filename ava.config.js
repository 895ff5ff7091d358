// The fast suite; what takes long is in ava.real.config.js.
export default {
  extensions: ['ts'],
  files: [
    'test/**/*.test.ts',
    '!test/e2e/old-node.test.ts',
    '!test/e2e/seeded.test.ts',
    '!test/compare/**',
    '!test/examples/**',
  ],
  timeout: '60s',
};
