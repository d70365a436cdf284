import { resolve } from 'node:path'
import { initProject } from '@reprise/pipelines/project'
import { RepriseError } from '@reprise/protocol/errors'
import type { CommonOptions, Voice } from '../../project/index.ts'

export interface InitOptions extends CommonOptions {
  readonly scm: boolean
  readonly subdir?: boolean
  readonly force?: boolean
}

export async function init(voice: Voice, [directory = '.']: [string?], { scm, subdir, force }: InitOptions): Promise<void> {
  try {
    const { root } = await initProject(resolve(directory), { env: process.env, noScm: !scm, isSubfolder: subdir, force })
    if (voice.isJson) return voice.printJson({ root })
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    throw new RepriseError(error.code, `failed to initiate DVC - ${error.message}`, { cause: error })
  }
  voice.say('Initialized DVC repository.\n')
  if (scm) voice.say('You can now commit the changes to git.\n')
}
