import { existsSync } from 'node:fs'
import { access, constants, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { World } from '../../command.ts'
import { printBytes } from '../../output/values.ts'
import { productVersion } from '../../version.ts'
import { fileOf, isDatabaseUrl } from '../../serving/places.ts'
import type { Finding, ProbeOptions } from './probes.ts'

const LITTLE_SPACE = 1e9

/** The runtime, and whether the default store of `reprise server` has a place to be. */
export async function probeMachine(_options: ProbeOptions, { settings }: World): Promise<Finding[]> {
  const runtime: Finding = {
    state: 'ok',
    about: 'reprise',
    detail: `${productVersion} on Node.js ${process.versions.node}, ${process.platform}-${process.arch}`,
  }
  return isDatabaseUrl(settings.store) ? [runtime] : [runtime, ...(await probePlace(fileOf(settings.store)))]
}

async function probePlace(file: string): Promise<Finding[]> {
  const folder = nearestFolder(dirname(file))
  const isWritable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  return [
    isWritable
      ? { state: 'ok', about: 'store', detail: `${file} ${existsSync(file) ? 'is there' : 'can be made'}` }
      : {
          state: 'problem',
          about: 'store',
          trouble: 'permissions',
          detail: `${folder} can not be written`,
          hint: 'Choose another place with --store or REPRISE_STORE, or mend its permissions.',
        },
    free > LITTLE_SPACE
      ? { state: 'ok', about: 'disk', detail: `${printBytes(free)} free` }
      : {
          state: 'problem',
          about: 'disk',
          trouble: 'disk-full',
          detail: `only ${printBytes(free)} free in ${folder}`,
          hint: 'Free some space, or run: reprise store gc',
        },
  ]
}

function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}
