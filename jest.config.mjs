const isSweep = process.env.npm_lifecycle_event === 'test:sweeps'

/**
 * `npm test` runs the tests (`*.test.ts`), `npm run test:sweeps` the exhaustive sweeps (`*.sweep.ts`).
 *
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  testMatch: [`<rootDir>/__tests__/**/*.${isSweep ? 'sweep' : 'test'}.ts`],
  // Sweeps measure memory and hold times, so they run one after the other.
  maxWorkers: isSweep ? 1 : '100%',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline'
      }
    ]
  },
  coverageProvider: 'babel',
  // The process's edge runs in processes of its own only (__tests__/e2e), the worker in threads, as built.
  collectCoverageFrom: ['src/**/*.ts', '!src/index.ts', '!src/run.ts', '!src/archive/worker.ts'],
  coverageThreshold: { global: { branches: 95, functions: 95, lines: 95 } },
  reporters: ['default', '<rootDir>/scripts/tally-reporter.mjs'],
  testTimeout: 30_000
}
