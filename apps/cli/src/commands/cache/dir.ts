import { dirname, join } from 'node:path'
import { getOption } from '@reprise/pipelines/config'
import { RepriseError } from '@reprise/protocol'
import { levelOf, type LevelOptions, openConfig, type Voice } from '../../project/index.ts'

const cacheDir = { kind: undefined, section: 'cache', option: 'dir' }

export async function setCacheFolder(
  voice: Voice,
  [folder]: [string | undefined],
  options: LevelOptions & { readonly unset?: boolean },
): Promise<void> {
  const levels = await openConfig()
  const level = levelOf(options)
  if (folder !== undefined || options.unset === true) return levels.set(level, cacheDir, options.unset === true ? undefined : folder)
  const found = getOption(levels.read(level), cacheDir)
  const project = levels.paths.get('repo')
  if (found === undefined && (level !== undefined || project === undefined))
    throw new RepriseError(
      'RESOURCE_DOES_NOT_EXIST',
      "configuration error - config file error: option 'dir' doesn't exist in section 'cache'",
    )
  const path = typeof found === 'string' ? found : join(dirname(project ?? ''), 'cache')
  if (voice.isJson) voice.printJson({ dir: path })
  else voice.print(`${path}\n`)
}
