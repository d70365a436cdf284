import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { compareRecords } from '@reprise/compare'
import type { RecordedInterpreter } from '@reprise/protocol'
import { captureAt } from '../python/capture-at.ts'
import { findPython } from '../python/find-python.ts'
import type { Finder, Sides } from '../sides.ts'
import type { Toggle, Untried } from '../toggle.ts'

/** An interpreter of another version. */
export const findInterpreter: Finder = async (sides) => {
  const differing = compareRecords(sides.a.record, sides.here).filter(({ part }) => part === 'interpreter')
  const found: (Toggle | Untried)[] = []
  for (const { subject, b = '' } of differing) {
    const wanted = sides.a.record.environment.interpreters.find(({ language }) => language === subject)
    if (wanted !== undefined) found.push(await toToggle(sides, wanted, b))
  }
  return found
}

async function toToggle({ context, folder, name }: Sides, wanted: RecordedInterpreter, other: string): Promise<Toggle | Untried> {
  const { language, version, path } = wanted
  const cause = { kind: 'interpreter', subject: language } as const
  const did = `${language} ${version} as in ${name}, instead of ${other}`
  if (language === 'python') {
    const placed = await findPython(wanted, folder, context)
    if (placed === undefined) return { ...cause, why: `there is no Python ${version} here` }
    return { ...cause, did, weight: 10, python: { interpreter: placed } }
  }
  const isThere =
    existsSync(path) &&
    (await captureAt(path, folder, context)).interpreters.some((found) => found.language === language && found.version === version)
  if (!isThere) return { ...cause, why: `${language} ${version} is no longer at ${path}` }
  return {
    ...cause,
    did,
    weight: 10,
    change: (request) => ({
      ...request,
      argv: basename(request.argv[0] ?? '') === basename(path) ? [path, ...request.argv.slice(1)] : request.argv,
      variables: { ...request.variables, PATH: `${dirname(path)}:${request.variables['PATH'] ?? ''}` },
    }),
  }
}
