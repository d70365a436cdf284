import { describe, expect, it } from 'vitest'
import { defaultOptions, helpText, parseOptions, slugOf, wantsHelp } from './index.ts'

describe('parseOptions', () => {
  it('gives every option its default', () => {
    expect(parseOptions([])).toEqual(defaultOptions)
    expect(defaultOptions).toMatchObject({ problem_type: 'spirals', n_samples: 2000, seed: 0 })
  })

  it('takes dashes and underscores, with a space or an equals sign', () => {
    const wanted = { ...defaultOptions, problem_type: 'moons', n_samples: 500, warm_up_epochs: 4, noise: 0.05 }
    expect(parseOptions(['--problem-type', 'moons', '--n-samples', '500', '--warm-up-epochs=4', '--noise=5e-2'])).toEqual(wanted)
    expect(parseOptions(['--problem_type=moons', '--n_samples=500', '--warm_up_epochs', '4', '--noise', '.05'])).toEqual(wanted)
  })

  it('lets the later of two values hold', () => {
    expect(parseOptions(['--seed', '1', '--seed=2']).seed).toBe(2)
  })

  it.each([
    [['--problem-type', 'circles'], '--problem-type takes one of spirals, moons, clusters, spheres, not "circles"'],
    [['--n_samples=many'], '--n-samples takes a whole number from 10 to 1000000, not "many"'],
    [['--n-samples', '9'], '--n-samples takes a whole number from 10 to 1000000, not "9"'],
    [['--n-samples', '20.5'], '--n-samples takes a whole number from 10 to 1000000, not "20.5"'],
    [['--noise', ''], '--noise takes a number from 0 to 10, not ""'],
    [['--noise', '-1'], '--noise takes a number from 0 to 10, not "-1"'],
    [['--seed'], '--seed takes a whole number from 0 to 9007199254740991, but no value follows it'],
    [['--layers', '3'], '"--layers" is not an option of this program; --help lists them'],
    [['moons'], '"moons" is not an option of this program; --help lists them'],
    [['--constructor=1'], '"--constructor" is not an option of this program; --help lists them'],
  ])('says what is wrong with %j', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(expect.objectContaining({ name: 'OptionError', message }))
  })
})

describe('help', () => {
  it('is asked for by --help and -h', () => {
    expect([['--help'], ['--seed', '1', '-h'], ['--seed', '1']].map(wantsHelp)).toEqual([true, true, false])
  })

  it('names every option and gives examples that parse', () => {
    const text = helpText()
    for (const name of Object.keys(defaultOptions)) expect(text).toContain(`--${name.replaceAll('_', '-')} `)
    const examples = [...text.matchAll(/npm run example -- morphogenesis( --.*)?$/gm)]
    expect(examples.length).toBeGreaterThanOrEqual(4)
    for (const [, options = ''] of examples) {
      const argv = options.split(/ {2,}/)[0]!.split(' ').slice(1)
      expect(() => parseOptions(argv)).not.toThrow()
    }
  })
})

it('names a run by its slug', () => {
  expect(slugOf(defaultOptions)).toBe('spirals_n2000_h32_s3x64_w80_a220_seed0')
})
