import { assertClean, readCode } from '../../checking/assert-clean.ts'
import { checkFolder } from '../../checking/check-folder.ts'
import { findTrouble, listFindings } from '../../checking/findings.ts'
import type { World } from '../../command.ts'
import { toCellText } from '../../output/cell.ts'

/** Findings that are told one by one. */
const SHOWN = 20

export interface Conditions {
  readonly requireClean?: boolean
  /** Manifests. */
  readonly validate?: readonly string[]
}

/** Throws where the work tree or the data is not as it has to be; then there is no run, and nothing was started. */
export async function checkBefore({ requireClean, validate = [] }: Conditions, world: World): Promise<void> {
  if (requireClean === true) assertClean(await readCode(process.cwd()))
  for (const manifest of validate) {
    const result = await checkFolder(manifest, {}, { cache: true, world })
    const trouble = findTrouble(manifest, result)
    if (trouble === undefined) continue
    const findings = listFindings(result)
    for (const { what, path, detail } of findings.slice(0, SHOWN)) world.note(`${what}: ${toCellText(path)} ${detail}`.trimEnd())
    if (findings.length > SHOWN) world.note(`… and ${findings.length - SHOWN} more: reprise manifest validate ${manifest}`)
    throw trouble
  }
}
