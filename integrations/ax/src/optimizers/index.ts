import { type BootstrapOptions, createBootstrap } from './bootstrap.ts'
import { createGepa, type GepaOptions } from './gepa.ts'
import { createNone } from './none.ts'
import type { Optimizer } from './optimizer.ts'

const optimizers = {
  bootstrap: (options: BootstrapOptions & GepaOptions) => createBootstrap(options),
  gepa: (options: BootstrapOptions & GepaOptions) => createGepa(options),
  none: () => createNone(),
} as const

export type OptimizerName = keyof typeof optimizers

export const optimizerNames = Object.keys(optimizers) as readonly OptimizerName[]

/** One of ax's optimisers by name. Throws for a name that ax does not have, MiPRO among them: version 24 dropped it. */
export function createOptimizer(name: string, options: BootstrapOptions & GepaOptions = {}): Optimizer {
  if (isOptimizerName(name)) return optimizers[name](options)
  const why = /^mipro/i.test(name) ? 'ax 24 has no MiPRO' : `there is no optimiser '${name}'`
  throw new RangeError(`${why}: choose one of ${optimizerNames.join(', ')}.`)
}

function isOptimizerName(name: string): name is OptimizerName {
  return Object.hasOwn(optimizers, name)
}
