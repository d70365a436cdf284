import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { snapshotCode, startEnvironmentCapture } from '@reprise/capture'
import type { Client } from '@reprise/client'
import { type EnvironmentSide, parseCondaPackages, parseRequirements } from '@reprise/compare'
import { type RecordedEnvironment, RepriseError } from '@reprise/protocol'
import { readRun as readRecordedRun } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'

/** A side, and what this machine must know to be compared with it. */
export interface ReadSide extends EnvironmentSide {
  /** The command of the run, whose interpreter is then looked for here. */
  readonly argv?: readonly string[]
}

/** This machine now. */
export const HERE = 'here'

/** Reads a file or a run. Throws RESOURCE_DOES_NOT_EXIST where there is neither, or where a run has no captured environment. */
export async function readSide(given: string, options: ConnectionOptions, world: World): Promise<ReadSide> {
  const state = await stat(given).catch(() => undefined)
  if (state !== undefined) return readFiles(state.isDirectory() ? join(given, 'system_info.json') : given)
  if (/[/\\]|\.json$/.test(given)) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no file ${given}.`)
  return withClient(options, world, async (client) => readRun(client, await findRunId(client, given)))
}

/** Captures this machine so that it can be held against another side. */
export async function readHere({ salt, argv }: Pick<ReadSide, 'salt' | 'argv'> = {}): Promise<ReadSide> {
  const folder = process.cwd()
  const { env } = process
  const code = await snapshotCode(folder, { env })
  await code.release()
  const capture = await startEnvironmentCapture({
    env,
    folder,
    ...(code.record.kind === 'GIT' ? { root: code.record.root } : {}),
    code: code.record,
    ...(salt === undefined ? {} : { salt }),
    ...(argv === undefined ? {} : { argv }),
  })
  return toSide((await capture.finish()).record)
}

function toSide({ system, packages, variables, salt }: RecordedEnvironment): ReadSide {
  return { system, packages, variables, salt }
}

/** The lists of packages lie beside it. */
async function readFiles(file: string): Promise<ReadSide> {
  const beside = async (name: string): Promise<string | undefined> => readFile(join(dirname(file), name), 'utf8').catch(() => undefined)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `${file} can not be read: ${error.code ?? error.message}.`, { cause: error })
  })
  return toFileSide(parseSystem(text, file), await beside('requirements.txt'), await beside('conda_packages.txt'))
}

function toFileSide(system: unknown, requirements: string | undefined, conda: string | undefined): ReadSide {
  const packages = [...parseRequirements(requirements ?? ''), ...parseCondaPackages(conda ?? '')]
  return requirements === undefined && conda === undefined ? { system } : { system, packages }
}

function parseSystem(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${place} is not JSON: ${error instanceof Error ? error.message : ''}.`, {
      cause: error,
    })
  }
}

/** Its record, else the files that a capture logged to it. */
async function readRun(client: Client, id: string): Promise<ReadSide> {
  const { artifactUri, record } = await readRecordedRun(client, id)
  if (record !== undefined) return { ...toSide(record.environment), argv: record.command.argv }
  const read = (path: string): Promise<string | undefined> => readText(client, artifactUri, path)
  const system = await read('environment/system_info.json')
  if (system === undefined) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `The run ${id} has no captured environment.`, {
      hint: `Start it with reprise run, or capture into it: reprise env --run ${id.slice(0, 8)}`,
    })
  }
  return toFileSide(
    parseSystem(system, `system_info.json of the run ${id}`),
    await read('environment/requirements.txt'),
    await read('environment/conda_packages.txt'),
  )
}

const LARGEST = 256 * 2 ** 20

/** Nothing where there is no such artifact. */
async function readText(client: Client, artifactUri: string, path: string): Promise<string | undefined> {
  try {
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of await client.downloadArtifact(artifactUri, path)) {
      size += part.length
      if (size > LARGEST) throw new RepriseError('PAYLOAD_TOO_LARGE', `The artifact ${path} is larger than ${LARGEST} bytes.`)
      parts.push(part)
    }
    return Buffer.concat(parts).toString()
  } catch (error) {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
}
