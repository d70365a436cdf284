import { defaultServerConditions } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { LongestFirst } from './tools/check/longest-first.ts'

/** Folders of tests/src: each is a group that runs across processes, with the time one test of it may take, several times what it takes. */
const acrossProcesses = {
  compat: 300_000,
  crash: 300_000,
  dvc: 300_000,
  fuzz: 300_000,
  e2e: 300_000,
  newcomer: 600_000,
  reproduce: 300_000,
  web: 300_000,
}

/** Groups whose tests record runs of `python3`. */
const recordsPython = new Set(['e2e', 'reproduce'])

export default defineConfig({
  // Workspace packages resolve to their source here, in workers and in child processes alike: no build is needed.
  // 'module' is for bundlers: what packages have under it, Node.js can not run as it is.
  ssr: { resolve: { conditions: ['@reprise/source', ...defaultServerConditions.filter((condition) => condition !== 'module')] } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    execArgv: ['--conditions=@reprise/source'],
    reporters: ['default', './tools/check/closing-line.ts'],
    projects: [
      project('unit', 120_000, [
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

function project(name: string, testTimeout: number, include: string[]): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', '**/dist/**'],
      // How long a thing may take that is waited for says nothing about it: a machine may be busy.
      expect: { poll: { timeout: 30_000 } },
      ...(recordsPython.has(name) ? { setupFiles: ['tests/src/plain-python.ts'] } : {}),
      testTimeout,
      hookTimeout: testTimeout * 2,
    },
  }
}
