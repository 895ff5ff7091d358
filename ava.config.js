export default {
  extensions: ['ts'],
  files: ['test/**/*.test.ts', '!test/e2e/**', '!test/compare/**'],
  timeout: '60s',
};
