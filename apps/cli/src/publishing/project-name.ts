import { basename, relative, sep } from 'node:path'
import { limits } from '@reprise/protocol'

/** Where a project is. */
export interface ProjectPlace {
  /** Root of the project, absolute. */
  readonly root: string
  /** Top of the git repository around it, absolute; undefined where there is none. */
  readonly top: string | undefined
  /** URL of a remote of the repository, such as of `origin`. */
  readonly remote: string | undefined
}

/**
 * What a project is called that was given no name: `ada/spirals` for `git@host:ada/spirals.git`, else the name of its folder; the same in each clone. One that
 * lies deeper in its repository has the folder behind it.
 */
export function nameProject({ root, top, remote }: ProjectPlace): string {
  const repository = (remote === undefined ? undefined : nameOfRemote(remote)) ?? basename(top ?? root)
  const below =
    top === undefined
      ? []
      : relative(top, root)
          .split(sep)
          .filter((part) => part !== '' && part !== '..')
  // oxlint-disable-next-line no-control-regex
  const name = [repository, ...below]
    .join('/')
    .replace(/[\u0000-\u001f\u007f]/g, '?')
    .trim()
  return name === '' ? 'project' : Array.from(name).slice(0, limits.pipelineNameLength).join('').trim()
}

/** Owner and name of a repository elsewhere, the name alone of one on this machine. What a URL says of users and passwords is not in it. */
function nameOfRemote(remote: string): string | undefined {
  const place = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/]*\/|(?:[^/@:]+@)?[^/:]{2,}:)(.*)$/i.exec(remote)
  const isElsewhere = place !== null && !/^file:/i.test(remote)
  const path = (place?.[1] ?? remote).replace(/[?#].*$/, '')
  const parts = path
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '~')
  const name = parts.slice(isElsewhere ? -2 : -1).join('/')
  return name === '' ? undefined : name
}
