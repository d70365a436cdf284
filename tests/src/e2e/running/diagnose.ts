import { expect } from 'vitest'
import { reprise, type Surroundings } from '../reprise.ts'

/** One thing that was found. */
export interface Found {
  readonly state: string
  readonly about: string
  readonly detail: string
  readonly hint?: string
  readonly trouble?: string
}

/** What is wrong, as programs are told; with what to do in any case. */
export async function diagnose(uri: string, { cwd, env = {}, within = [] }: Surroundings = {}) {
  const { stdout, code } = await reprise(['doctor', '--tracking-uri', uri, '--json'], {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    within,
  })
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Found[] }
  const problems = findings.filter(({ state }) => state === 'problem')
  expect(code).toBe(problems.length === 0 ? 0 : 1)
  for (const { hint } of problems) expect(hint).toMatch(/\w/)
  return { findings, troubles: problems.map(({ about, trouble }) => `${about}: ${trouble}`), problems }
}
