import type { RunRecord } from '@reprise/protocol'
import type { Finder } from '../sides.ts'

/** Instructions that libraries choose their code by, the newest first, with what keeps them from it. */
const families: readonly { readonly flag: RegExp; readonly variables: Readonly<Record<string, string>> }[] = [
  {
    flag: /^avx512/,
    variables: {
      NPY_DISABLE_CPU_FEATURES: 'AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR X86_V4',
      OPENBLAS_CORETYPE: 'Haswell',
      MKL_ENABLE_INSTRUCTIONS: 'AVX2',
      ATEN_CPU_CAPABILITY: 'avx2',
      GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX512CD',
    },
  },
  {
    flag: /^(?:avx2|fma)$/,
    variables: {
      NPY_DISABLE_CPU_FEATURES: 'AVX2 FMA3 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR X86_V3 X86_V4',
      OPENBLAS_CORETYPE: 'Sandybridge',
      MKL_ENABLE_INSTRUCTIONS: 'AVX',
      ATEN_CPU_CAPABILITY: 'default',
      GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX512CD',
    },
  },
  {
    flag: /^avx$/,
    variables: {
      NPY_DISABLE_CPU_FEATURES: 'AVX F16C FMA3 AVX2 AVX512F AVX512CD AVX512_SKX X86_V3 X86_V4',
      OPENBLAS_CORETYPE: 'Nehalem',
      MKL_ENABLE_INSTRUCTIONS: 'SSE4_2',
      ATEN_CPU_CAPABILITY: 'default',
      GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-AVX512F,-AVX512VL',
    },
  },
]

/** What this processor can and that of the original could not, kept from libraries. What it lacks can not be given to it. */
export const findCpuFeatures: Finder = ({ a, here, name }) => {
  const [own, other] = [flagsOf(a.record), flagsOf(here)]
  if (own.size === 0 || other.size === 0) return []
  const cause = { kind: 'cpu', subject: 'cpu.flags' } as const
  const lacking = families.filter(({ flag }) => has(own, flag) && !has(other, flag))
  if (lacking.length > 0) {
    const names = [...own].filter((flag) => !other.has(flag) && lacking.some((family) => family.flag.test(flag)))
    return [{ ...cause, why: `the processor here lacks ${names.slice(0, 5).join(', ')}` }]
  }
  const extra = families.findLast(({ flag }) => has(other, flag) && !has(own, flag))
  if (extra === undefined) return []
  const set = Object.entries(extra.variables)
  return [
    {
      ...cause,
      did: `no more CPU features than in ${name} (${set.map(([variable]) => variable).join(', ')})`,
      weight: 0,
      change: (request) => ({ ...request, variables: { ...extra.variables, ...withoutFeatures(request.variables), ...extra.variables } }),
    },
  ]
}

function withoutFeatures(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => name !== 'NPY_ENABLE_CPU_FEATURES'))
}

function has(flags: ReadonlySet<string>, pattern: RegExp): boolean {
  return [...flags].some((flag) => pattern.test(flag))
}

function flagsOf({ environment }: RunRecord): ReadonlySet<string> {
  const cpu = field(environment.system, 'cpu')
  const flags = field(cpu, 'flags')
  return new Set(Array.isArray(flags) ? flags.map(String) : [])
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
