import type { Finder } from '../sides.ts'
import { findArguments } from './arguments.ts'
import { findClock } from './clock.ts'
import { findCode } from './code.ts'
import { findCpuFeatures } from './cpu-features.ts'
import { findData } from './data.ts'
import { findHashOrder } from './hash-order.ts'
import { findInterpreter } from './interpreter.ts'
import { findNodePackages } from './node-packages.ts'
import { findPackages } from './packages.ts'
import { findParams } from './params.ts'
import { findPath } from './path.ts'
import { findProcessors } from './processors.ts'
import { findStdin } from './stdin.ts'
import { findVariables } from './variables.ts'

/**
 * Everything that can be undone, in the order in which it is put into a run: data after the code, in which some of it lies; the path when all
 * that it changes is there; the clock last, since it goes before the command.
 */
export const finders: readonly Finder[] = [
  findCode,
  findData,
  findNodePackages,
  findArguments,
  findStdin,
  findParams,
  findVariables,
  findInterpreter,
  findPackages,
  findHashOrder,
  findProcessors,
  findCpuFeatures,
  findPath,
  findClock,
]
