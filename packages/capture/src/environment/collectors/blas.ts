import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Collector, type Context, whether } from '../collector.ts'

const threadVariables = [
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'BLIS_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'NUMEXPR_NUM_THREADS',
] as const

/** The libraries for linear algebra that Python packages bring, and how many threads they are told to use: both change rounding. */
export const blas: Collector = {
  items: ['blas.libraries', 'blas.threads'],
  limit: 10_000,
  collect: async ({ env, python }) => {
    const facts = await python().catch(() => undefined)
    const libraries = (facts?.path ?? []).flatMap(findLibraries)
    const threads = readThreads(env)
    return {
      items: {
        'blas.libraries': whether(libraries[0], 'No Python package here brings one.'),
        'blas.threads': whether(Object.keys(threads)[0], 'No variable sets them: libraries use all cores.'),
      },
      system: { blas: { libraries, threads } },
    }
  },
}

/** Wheels bring theirs in `numpy.libs`, `scipy.libs`; oneMKL lies in `lib` of the environment. */
function findLibraries(site: string): string[] {
  const folders = list(site).filter((name) => /^(?:numpy|scipy|torch|mkl|scikit_learn)(?:\.libs|$)/.test(name))
  const inside = folders.flatMap((folder) => [folder, join(folder, 'lib'), join(folder, '.dylibs')])
  const found = inside.flatMap((folder) =>
    list(join(site, folder))
      .filter(isBlas)
      .map((name) => join(folder, name)),
  )
  return [...found, ...list(join(site, '..', '..')).filter(isBlas)]
}

function isBlas(name: string): boolean {
  return /(?:openblas|mkl_(?:core|rt)|blis|gomp|iomp5|libomp)[^/]*\.(?:so|dylib|dll)/.test(name)
}

function readThreads(env: Context['env']): Record<string, string> {
  return Object.fromEntries(threadVariables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
