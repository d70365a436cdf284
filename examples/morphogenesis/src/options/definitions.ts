import { problems, type ProblemType } from '../problems/index.ts'
import { choice, integer, real } from './kinds.ts'

const problemTypes = Object.keys(problems) as ProblemType[]

/**
 * Every option: the one table behind the command line, `--help` and the params of the run. Options keep the name under
 * which they are recorded (`n_samples`) in the code too, so that nothing has to translate.
 */
export const definitions = {
  problem_type: choice(problemTypes, 'spirals', 'what to learn'),
  n_samples: integer(2000, { min: 10, max: 1_000_000 }, 'points, training and validation together'),
  val_fraction: real(0.2, { min: 0.01, max: 0.9 }, 'share of the points kept for validation'),
  noise: real(0.02, { min: 0, max: 10 }, 'standard deviation of the jitter of a point'),
  warm_up_epochs: integer(80, { min: 1, max: 100_000 }, 'epochs of phase_1, in which every seed sleeps'),
  adaptation_epochs: integer(220, { min: 0, max: 100_000 }, 'epochs of phase_2, in which seeds may germinate'),
  batch_size: integer(32, { min: 1, max: 100_000 }, 'points per step of gradient descent'),
  learning_rate: real(0.01, { min: 0, max: 10 }, "Adam's rate for the backbone in phase_1"),
  adaptation_learning_rate: real(0.001, { min: 0, max: 10 }, 'and in phase_2; 0 freezes it'),
  seed_learning_rate: real(0.002, { min: 0, max: 10 }, 'and for the seeds'),
  hidden_dim: integer(32, { min: 1, max: 1024 }, 'units of a layer of the backbone'),
  num_layers: integer(1, { min: 1, max: 16 }, 'layers of the backbone'),
  seeds_per_layer: integer(3, { min: 0, max: 16 }, 'seeds in each layer; 0 is a plain network'),
  seed_dim: integer(64, { min: 1, max: 1024 }, 'units of a seed'),
  blend_epochs: integer(10, { min: 1, max: 10_000 }, 'epochs in which the alpha of a germinating seed goes from 0 to 1'),
  patience: integer(5, { min: 1, max: 10_000 }, 'epochs without a lower validation loss that are a stall'),
  delta: real(0.01, { min: 0, max: 10 }, 'by how much the loss must fall to count as lower, in nats'),
  target_acc: real(0.99, { min: 0, max: 1 }, 'validation accuracy at which a stall is no reason to germinate'),
  seed: integer(0, { min: 0, max: Number.MAX_SAFE_INTEGER }, 'of the random numbers; the same one repeats a run to the bit'),
}

export type OptionName = keyof typeof definitions

/** A value for every option. */
export type Options = { readonly [Name in OptionName]: (typeof definitions)[Name]['default'] }
