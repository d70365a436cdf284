import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { captureEnvironment, type EnvironmentFiles } from '@reprise/capture'
import { RepriseError } from '@reprise/protocol'
import { assertClean, readCode } from '../../checking/assert-clean.ts'
import type { World } from '../../command.ts'
import { chooseRun, type RunChoice } from '../../connect/index.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { createRunLog } from './create-run-log.ts'

export interface CaptureOptions extends RunChoice {
  readonly outputDir: string
  readonly requireClean?: boolean
  readonly benchmark?: boolean
  readonly cloud?: boolean
}

/** Captures the environment of this folder; what could not be had is told, and is no failure. */
export async function capture(options: CaptureOptions, world: World): Promise<void> {
  const folder = process.cwd()
  const { env } = process
  const code = await readCode(folder)
  if (options.requireClean === true) assertClean(code)
  await makeFolder(options.outputDir)
  const runId = await chooseRun(options, world)
  const files = await captureEnvironment({
    env,
    folder,
    code,
    ...(code.kind === 'GIT' ? { root: code.root } : {}),
    outputDir: options.outputDir,
    cloud: options.cloud ?? false,
    benchmark: options.benchmark ?? false,
    ...(runId === undefined ? {} : { logToRun: createRunLog(runId, options, world) }),
  })
  if (options.json !== true) return world.write(describe(files, { runId, world }))
  const { artifacts, params, items, record } = files
  world.write(printJson({ artifacts, params, ...(runId === undefined ? {} : { run_id: runId }), system_info: record.system, items }))
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makeEach(resolve(folder))
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new RepriseError('PERMISSION_DENIED', `The folder ${folder} can not be made: ${why}.`, {
      hint: 'Name another one: --output-dir FOLDER',
      cause: error,
    })
  }
}

/** One by one, since making all at once never ends on file systems that say of a new folder that it is not there, as /proc does. */
async function makeEach(folder: string): Promise<void> {
  if (existsSync(folder)) return
  await makeEach(dirname(folder))
  await mkdir(folder)
}

function describe(
  { artifacts, params, record, items }: EnvironmentFiles,
  { runId, world }: { runId: string | undefined; world: World },
): string {
  const { style } = world
  const counts = new Map<string, number>()
  for (const { ecosystem } of record.packages) counts.set(ecosystem, (counts.get(ecosystem) ?? 0) + 1)
  const packages = [...counts].map(([ecosystem, count]) => `${count} ${ecosystem}`).join(', ')
  const troubles = items.filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT')
  const captured = items.filter(({ status }) => status === 'CAPTURED').length
  const lines = [
    ...Object.entries(params).map(([name, value]) => `${name.padEnd(LABEL)}${toCellText(value)}`),
    ...(packages === '' ? [] : [`${'packages'.padEnd(LABEL)}${packages}`]),
    `${'captured'.padEnd(LABEL)}${captured} of ${items.length} things; --json lists them`,
    ...troubles.map(({ name, detail = '' }) => style.bad(`${name.padEnd(LABEL)}${toCellText(detail)}`)),
    ...Object.values(artifacts).map((file) => `${'written'.padEnd(LABEL)}${toCellText(file)}`),
    ...(runId === undefined ? [] : [`${'logged to'.padEnd(LABEL)}${runId}`]),
  ]
  return `${lines.join('\n')}\n`
}

const LABEL = 25
