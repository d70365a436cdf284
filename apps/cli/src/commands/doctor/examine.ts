import type { World } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { type Finding, type ProbeOptions, probes } from './probes.ts'

interface ExamineOptions extends ProbeOptions {
  readonly json?: boolean
}

/** Runs every probe; a problem makes the command fail, after all was printed. */
export async function examine(options: ExamineOptions, world: World): Promise<void> {
  const findings: Finding[] = []
  for (const probe of probes) {
    const found = await probe(options, world)
    findings.push(...found)
    if (options.json !== true) for (const finding of found) world.write(describe(finding, world))
  }
  if (options.json === true) world.write(printJson({ findings }))
  if (findings.some(({ state }) => state === 'problem')) process.exitCode = exitCodes.failed
}

function describe({ state, about, detail, hint }: Finding, { style }: World): string {
  const paint = { ok: style.good, note: style.dim, problem: style.bad }[state]
  const advice = hint === undefined ? '' : `${' '.repeat(LABEL)}${toCellText(hint)}\n`
  return `${paint(state.padEnd(LABEL))}${about}: ${toCellText(detail)}\n${advice}`
}

const LABEL = 9
