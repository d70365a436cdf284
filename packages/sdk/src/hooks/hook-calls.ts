import type { Int64 } from '@reprise/protocol'
import type { EndStatus, Run } from '../runs/run.ts'
import type { Hook, HookedRun, Hooks } from './hooks.ts'
import { insideHook } from './registry.ts'

const DEFAULT_TIMEOUT = 5_000
const MOST_STEPS = 1_000

/** The hooks of one run, and what they are told. Its methods never throw, and what they answer never rejects. */
export interface HookCalls {
  /** Something was logged. */
  metric(key: string, value: number, step: Int64): void
  param(key: string, value: string): void
  tag(key: string, value: string): void
  step(name: string): void
  /** What the run fails with. */
  error(error: unknown): void
  /** Calls what is called before the procedure. */
  begin(run: Run): void
  /** Calls what is called at the end; resolves when all of them have ended, or their time is over. */
  end(run: Run, status: EndStatus): Promise<void>
}

const noHooks: HookCalls = {
  metric: () => undefined,
  param: () => undefined,
  tag: () => undefined,
  step: () => undefined,
  error: () => undefined,
  begin: () => undefined,
  end: () => Promise.resolve(),
}

/** Remembers nothing where there are no hooks. */
export function createHookCalls(all: readonly Hooks[], report: (problem: Error) => void): HookCalls {
  if (all.length === 0) return noHooks
  const metrics = new Map<string, { readonly value: number; readonly step: Int64 }>()
  const params = new Map<string, string>()
  const tags = new Map<string, string>()
  const steps: string[] = []
  const over = new AbortController()
  const pending: { readonly ended: Promise<void>; readonly tell: (problem: string) => void; readonly timeout: number }[] = []
  let begun = performance.now()
  let error: unknown
  let hasEnded = false

  const describe = (run: Run, moment: HookedRun['moment'], status: EndStatus | undefined): HookedRun => ({
    moment,
    runId: run.id,
    name: run.name,
    params: Object.fromEntries(params),
    metrics: Object.fromEntries(Array.from(metrics, ([key, { value }]) => [key, value])),
    tags: Object.fromEntries(tags),
    steps: [...steps],
    status,
    error,
    durationSeconds: moment === 'before' ? 0 : (performance.now() - begun) / 1_000,
    signal: over.signal,
  })

  const call = (run: Run, moment: HookedRun['moment'], status?: EndStatus): void => {
    for (const hooks of all) {
      const hook = hooks[moment]
      if (hook === undefined) continue
      const tell = (problem: string): void =>
        report(new Error(`The hook '${moment}' of ${run.name === undefined ? 'a run' : `'${run.name}'`} ${problem}`))
      const ended = callOne(hook, describe(run, moment, status)).catch((thrown: unknown) => tell(`failed: ${messageOf(thrown)}`))
      pending.push({ ended, tell, timeout: hooks.timeout ?? DEFAULT_TIMEOUT })
    }
  }

  return {
    metric: (key, value, step) => {
      const known = metrics.get(key)
      if (known === undefined || step >= known.step) metrics.set(key, { value, step })
    },
    param: (key, value) => void params.set(key, value),
    tag: (key, value) => void tags.set(key, value),
    step: (name) => void (steps.length < MOST_STEPS && steps.push(name)),
    error: (thrown) => void (error = thrown),
    begin: (run) => {
      begun = performance.now()
      call(run, 'before')
    },
    end: async (run, status) => {
      if (hasEnded) return
      hasEnded = true
      call(run, status === 'FINISHED' ? 'after' : 'failed', status)
      await Promise.all(pending.map(({ ended, tell, timeout }) => within(ended, timeout, tell)))
      over.abort()
    },
  }
}

/** In a scope where what it tracks by itself calls no hooks. What it throws at once is a rejection like others. */
async function callOne(hook: Hook, run: HookedRun): Promise<void> {
  await insideHook(() => hook(run))
}

/** The timer keeps the process: without it, a program that awaits a procedure whose hook hangs would end with exit code 13. */
async function within(ended: Promise<void>, timeout: number, tell: (problem: string) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      tell(`did not end within ${timeout / 1_000} s, and was left alone.`)
      resolve()
    }, timeout)
  })
  await Promise.race([ended, late])
  clearTimeout(timer)
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
