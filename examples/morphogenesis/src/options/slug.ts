import type { Options } from './definitions.ts'

/** A name for a run with these options: the ones that people vary first, such as `spirals_n2000_h32_s3x64_w80_a220_seed0`. */
export function slugOf(options: Options): string {
  return [
    options.problem_type,
    `n${options.n_samples}`,
    `h${options.hidden_dim}`,
    `s${options.seeds_per_layer}x${options.seed_dim}`,
    `w${options.warm_up_epochs}`,
    `a${options.adaptation_epochs}`,
    `seed${options.seed}`,
  ].join('_')
}
