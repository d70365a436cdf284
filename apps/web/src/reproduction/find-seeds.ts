import type { Run, RunRecord } from '@reprise/protocol'

/** `seed`, `random_seed`, `data.seed`, `--np-seed`, `PYTHONHASHSEED`, `random_state`; not `seeds_per_layer`. */
const seedLike = /(?:^|[^a-z])(?:[a-z]*seed|random_state)$/i

/** What a run names as seeds, among its params, arguments and variables: `seed = 3`. */
export function findSeeds(run: Run, { command: { argv }, environment }: RunRecord): string[] {
  const params = (run.data?.params ?? []).map(({ key, value }) => ({ name: key, value }))
  const named = [...params, ...argumentsOf(argv), ...environment.variables.map(({ name, value = '' }) => ({ name, value }))]
  const seeds = named.filter(({ name, value }) => seedLike.test(name) && value !== '')
  return [...new Set(seeds.map(({ name, value }) => `${name} = ${value}`))]
}

/** `--seed 3` and `--seed=3`. */
function argumentsOf(argv: readonly string[]): { name: string; value: string }[] {
  return argv.flatMap((word, at) => {
    const [, name = '', value] = /^--?([\w.-]+)(?:=(.*))?$/.exec(word) ?? []
    return name === '' ? [] : [{ name: `--${name}`, value: value ?? argv[at + 1] ?? '' }]
  })
}
