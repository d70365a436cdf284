import { defaultServerConditions } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** Folders of tests/src: each is a group that runs across processes, with the time one test of it may take. */
const acrossProcesses = {
  compat: 120_000,
  crash: 120_000,
  dvc: 120_000,
  fuzz: 120_000,
  e2e: 120_000,
  newcomer: 300_000,
  reproduce: 120_000,
  web: 120_000,
}

export default defineConfig({
  // Workspace packages resolve to their source here, in workers and in child processes alike: no build is needed.
  // 'module' is for bundlers: what packages have under it, Node.js can not run as it is.
  ssr: { resolve: { conditions: ['@reprise/source', ...defaultServerConditions.filter((condition) => condition !== 'module')] } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    execArgv: ['--conditions=@reprise/source'],
    reporters: ['default', './tools/check/closing-line.ts'],
    projects: [
      project('unit', 30_000, [
        'packages/*/src/**/*.test.{ts,tsx}',
        'apps/*/src/**/*.test.{ts,tsx}',
        'examples/*/src/**/*.test.ts',
        'integrations/*/src/**/*.test.ts',
        'benchmarks/src/**/*.test.ts',
        'tools/**/*.test.ts',
      ]),
      ...Object.entries(acrossProcesses).map(([name, timeout]) =>
        project(name, timeout, [`tests/src/${name}/**/!(by-hand)/*.test.ts`, `tests/src/${name}/*.test.ts`]),
      ),
      project('by-hand', 300_000, ['tests/src/*/by-hand/*.test.ts']),
    ],
  },
})

/** Tests across processes are repeated once when they fail: they share a machine with strangers. The closing lines name every one that was. */
function project(name: string, testTimeout: number, include: string[]): TestProjectInlineConfiguration {
  const retry = name in acrossProcesses ? 1 : 0
  return {
    extends: true,
    test: {
      name,
      include,
      retry,
      exclude: ['**/node_modules/**', '**/dist/**'],
      // A page takes longer than the second that is waited for elsewhere.
      ...(name === 'web' ? { expect: { poll: { timeout: 10_000 } } } : {}),
      testTimeout,
      hookTimeout: testTimeout * 2,
    },
  }
}
