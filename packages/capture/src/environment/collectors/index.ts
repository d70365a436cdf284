import type { Collector } from '../collector.ts'
import { benchmark } from './benchmark.ts'
import { blas } from './blas.ts'
import { cloud } from './cloud.ts'
import { conda } from './conda.ts'
import { container } from './container.ts'
import { cpu } from './cpu.ts'
import { git } from './git.ts'
import { gpu } from './gpu.ts'
import { libraries } from './libraries.ts'
import { locale } from './locale.ts'
import { lockFiles } from './lock-files.ts'
import { memory } from './memory.ts'
import { node } from './node.ts'
import { python } from './python.ts'
import { r } from './r.ts'
import { system } from './system.ts'
import { variables } from './variables.ts'

/** Every collector, in the order of system_info.json. One more: one file and one line. */
export const collectors: readonly Collector[] = [
  system,
  python,
  cpu,
  memory,
  gpu,
  git,
  conda,
  node,
  r,
  blas,
  container,
  locale,
  lockFiles,
  variables,
  libraries,
  cloud,
  benchmark,
]
