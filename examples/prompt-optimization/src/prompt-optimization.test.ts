import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OptimizationPipeline } from '@reprise/ax'
import { trackEachTest } from '@reprise/sdk/testing'
import { startTethered } from '@reprise/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Models, openModels, optimizeTickets, readOptions, readProvider, readTickets, type TicketResult } from './index.ts'
import { describeResult } from './report/describe-result.ts'
import { findAgain } from './report/find-again.ts'

trackEachTest({ beforeEach, afterEach })
// Each asks the model some hundred times, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

async function optimize(models: Models, ...args: readonly string[]): Promise<TicketResult> {
  const pipeline = new OptimizationPipeline()
  return optimizeTickets({ pipeline, models, tickets: await readTickets(), options: readOptions(args) })
}

describe('the tickets', () => {
  it.each(['gepa', 'bootstrap'])('are sorted better after %s, and hardly by chance', async (optimizer) => {
    await using models = await openModels(undefined)
    const result = await optimize(models, '--optimizer', optimizer, '--trials', '3')
    expect(result.optimized.successRate).toBeGreaterThan(result.baseline.successRate)
    expect(result.significance?.pValue).toBeLessThan(0.05)
    expect(describeResult(result).join('\n')).toContain('the optimized program is better: p = ')
    // Longer prompts cost more, and the comparison says so.
    expect(result.improvement.costReduction).toBeLessThan(0)
    expect(result.baseline.avgCost).toBeCloseTo((0.15 * result.baseline.inputTokens + 0.6 * result.baseline.outputTokens) / 1e6 / 42, 12)
    const { tracker } = new OptimizationPipeline()
    const found = await findAgain(result, { tracker, models, tickets: await readTickets() })
    expect(found).toEqual([
      expect.stringMatching(/^best run: opt_prompt_ticket-router_\d{8}_\d{6}, improvement_percentage \d/),
      'metrics.improvement_percentage > 0.2: 1 run',
      'the stored program answers 42 of 42 held-out tickets as the optimized one did',
    ])
  })

  it('are sorted as before by an optimiser that does nothing, and the program says so', async () => {
    await using models = await openModels(undefined)
    const result = await optimize(models, '--optimizer', 'none')
    expect(result.significance).toMatchObject({ pValue: 1, isImprovement: false })
    expect(describeResult(result)).toContain(
      'NO significant improvement: p = 1.00 by McNemar, exact, two-sided on 0 answers that differ; what there is may be chance',
    )
  })
})

describe('settings', () => {
  it('name a provider only with a model: a key alone spends no money', () => {
    expect(readProvider({ OPENAI_API_KEY: 'key', OPENAI_MODEL: '' })).toBeUndefined()
    expect(readProvider({ OPENAI_API_KEY: 'key', OPENAI_MODEL: 'm', OPENAI_PRICE_INPUT: '0.4' })).toEqual({
      model: 'm',
      teacherModel: 'm',
      apiKey: 'key',
      baseUrl: 'https://api.openai.com/v1',
      prices: { input: 0.4, output: 0 },
    })
    expect(() => readProvider({ OPENAI_MODEL: 'm', OPENAI_PRICE_INPUT: 'cheap' })).toThrow('prices of a million tokens')
  })

  it('reach a model at any address that speaks as OpenAI’s does', async () => {
    await using started = await openModels(undefined)
    const baseUrl = started.description.replace('reader-1 at ', '')
    await using models = await openModels(readProvider({ OPENAI_MODEL: 'reader-1', OPENAI_BASE_URL: baseUrl }))
    const { baseline } = await optimize(models, '--optimizer', 'none')
    expect(baseline.scores).toHaveLength(42)
    expect(baseline.avgCost).toBeUndefined()
  })

  it('are read from options, which are checked', () => {
    expect(readOptions(['--trials', '3', '--no-tracking'])).toMatchObject({ optimizer: 'gepa', trials: 3, seed: 1, enableTracking: false })
    expect(() => readOptions(['--trials', '0'])).toThrow('a number from 1 on')
    expect(() => readOptions(['--optimiser', 'gepa'])).toThrow("'--optimiser'")
  })
})

describe('the command', () => {
  const run = async (...args: readonly string[]) => {
    const main = join(import.meta.dirname, 'main.ts')
    const { OPENAI_MODEL: _model, ...env } = process.env
    const child = await startTethered({
      command: process.execPath,
      args: ['--conditions=@reprise/source', main, ...args],
      cwd: tmpdir(),
      env,
    })
    return { code: await child.exited, output: child.output() }
  }

  it('works without tracking, and explains itself', async () => {
    const untracked = await run('--no-tracking', '--trials', '2')
    expect(untracked.code).toBe(0)
    expect(untracked.output).toMatch(/^baseline: 45\.2 % of 42 held-out tickets right\ntrial 1: score /m)
    expect(untracked.output).not.toContain('run: ')
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('usage: npm run example -- prompt-optimization') })
    expect(await run('--optimizer', 'mipro')).toMatchObject({
      code: 1,
      output: expect.stringContaining('ax 24 has no MiPRO: choose one of bootstrap, gepa, none.'),
    })
  })
})

describe('another file of tickets', () => {
  it('has to have both parts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tickets-'))
    writeFileSync(join(folder, 'x.json'), '{"training": []}')
    await expect(readTickets(join(folder, 'x.json'))).rejects.toThrow("no 'held_out' tickets")
    rmSync(folder, { recursive: true })
  })
})
