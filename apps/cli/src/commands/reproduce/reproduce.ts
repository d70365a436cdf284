import { type Tolerance, verdicts } from '@reprise/compare'
import { reproduceRun, type Reproduction } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { readSecrets } from '../../reproducing/parse-options.ts'
import { createParts } from '../../reproducing/create-parts.ts'
import { printReproduction } from '../../reproducing/print-reproduction.ts'
import { addToSummary, disarm, printAnnotation } from '../../reproducing/report-to-ci.ts'
import { untilInterrupted } from '../../reproducing/until-interrupted.ts'

interface ReproduceCommandOptions extends ConnectionOptions {
  readonly dir?: string
  readonly keep?: boolean
  readonly repeats?: number
  readonly control: boolean
  readonly tolerance?: readonly Partial<Tolerance>[]
  readonly margin?: number
  readonly stdout?: boolean
  readonly secret?: readonly string[]
  readonly data?: readonly string[]
  readonly timeout?: number
  readonly offline?: boolean
  readonly explain?: boolean
  readonly maxRuns: number
  readonly ci?: boolean
}

/** Reproduces a run, prints the verdict and answers what to exit with. */
export async function reproduce(given: string, options: ReproduceCommandOptions, world: World): Promise<number> {
  const secrets = readSecrets(options.secret ?? [])
  const ending = await untilInterrupted(world, (signal) =>
    withClient(options, world, async (client) =>
      reproduceRun(createParts(client, options.trackingUri, world), await findRunId(client, given), {
        dir: options.dir,
        keep: options.keep === true,
        repeats: options.repeats,
        control: options.control,
        tolerance: Object.assign({}, ...(options.tolerance ?? [])) as Partial<Tolerance>,
        margin: options.margin,
        stdout: options.stdout === true,
        secrets,
        data: options.data,
        timeout: options.timeout,
        offline: options.offline === true,
        explain: options.explain === true,
        maxRuns: options.maxRuns,
        signal,
      }),
    ),
  )
  if ('exitCode' in ending) return ending.exitCode
  const { result: reproduction } = ending
  const text = options.json === true ? printJson(toJson(reproduction)) : printReproduction(reproduction, world)
  world.write(options.ci === true ? disarm(text, options) : text)
  if (options.ci === true) await reportToCi(reproduction, options, world)
  return verdicts[reproduction.verdict]
}

/** A summary that can not be written takes nothing away from the verdict. With --json, stdout is for JSON. */
async function reportToCi(reproduction: Reproduction, { json }: ReproduceCommandOptions, world: World): Promise<void> {
  const line = printAnnotation(reproduction)
  if (json === true) world.note(line.trimEnd())
  else world.write(line)
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? ''
  if (file === '') return
  await addToSummary(file, reproduction).catch((error: unknown) =>
    world.note(`reprise: the summary was not written: ${error instanceof Error ? error.message : String(error)}`),
  )
}

/** What is not known is null. */
function toJson(reproduction: Reproduction): unknown {
  return {
    ...reproduction,
    reproduction: reproduction.reproduction ?? null,
    restoration: reproduction.restoration ?? null,
    explanation: reproduction.explanation ?? null,
    folder: reproduction.folder ?? null,
  }
}
