import { addData } from '@reprise/pipelines/tracking'
import { RepriseError } from '@reprise/protocol/errors'
import { printBytes, printCount } from '../../output/values.ts'
import { type CommonOptions, type Project, ProjectFailure } from '../../project/index.ts'

export interface AddOptions extends CommonOptions {
  readonly commit: boolean
  readonly glob?: boolean
  readonly out?: string
  readonly toRemote?: boolean
  readonly remote?: string
  readonly remoteJobs?: number
  readonly force?: boolean
  readonly relink: boolean
}

export async function add(project: Project, [targets]: [string[]], options: AddOptions): Promise<void> {
  assertFit(targets, options)
  if (options.toRemote === true || options.out !== undefined) return addElsewhere(project, targets[0] ?? '', options)
  const { repository } = project
  const progress = project.startProgress()
  try {
    const added = await addData(repository, targets, {
      isGlob: options.glob,
      isUncommitted: !options.commit,
      isRelinked: options.relink,
      cmd: `reprise add ${targets.join(' ')}`,
      onProgress: (target, { files, bytes }) => progress.show(0, `${target}: ${printCount(files, 'file')}, ${printBytes(bytes)}`),
    })
    if (project.isJson) project.printJson({ added: added.map(({ file, oid }) => ({ file: repository.show(file), md5: oid })) })
  } catch (error) {
    // DVC does not tell of this itself, so that it ends it.
    if (error instanceof RepriseError && error.message.startsWith('.dvcignore file should not be'))
      throw new ProjectFailure(error.message, { exitCode: 255 })
    throw error
  } finally {
    progress.end()
  }
}

/** Data from elsewhere, put at --out, or with --to-remote only into a remote. */
async function addElsewhere(project: Project, target: string, { out, toRemote, remote, remoteJobs, force }: AddOptions): Promise<void> {
  const { repository } = project
  const [{ addFromElsewhere }, { openProjectRemote }, { sendTo }] = await Promise.all([
    import('@reprise/pipelines/importing'),
    import('../../transferring/index.ts'),
    import('../../transferring/send-to.ts'),
  ])
  await using store = toRemote === true ? await openProjectRemote(project, { name: remote, jobs: remoteJobs }) : undefined
  const place = await addFromElsewhere(repository, target, {
    out,
    isForced: force,
    cmd: `reprise add ${target}`,
    send: store === undefined ? undefined : sendTo(store, repository.signal),
  })
  if (project.isJson) project.printJson({ added: [{ file: repository.show(place.file) }] })
}

function assertFit(targets: readonly string[], { toRemote, out, glob, commit, remote, remoteJobs }: AddOptions): void {
  const refuse = (message: string): RepriseError => new RepriseError('INVALID_PARAMETER_VALUE', message)
  if (toRemote === true || out !== undefined) {
    const other = toRemote === true ? '--to-remote' : '--out'
    if (targets.length !== 1) throw refuse(`multiple targets can't be used with ${other}`)
    if (glob === true) throw refuse(`--glob option can't be used with ${other}`)
    if (!commit) throw refuse(`--no-commit option can't be used with ${other}`)
  } else if (remote !== undefined) throw refuse("--remote can't be used without --to-remote")
  else if (remoteJobs !== undefined) throw refuse("--remote-jobs can't be used without --to-remote")
}
