import { redactUrl } from '../../secrets/index.ts'
import type { Distribution } from './read-distributions.ts'

/**
 * Where a package came from if not from the usual registry, as pip takes it: `git+https://…@commit`, the URL of an archive. Nothing for files
 * of this machine: what conda's own builds say of their folders helps nobody elsewhere.
 */
export function describeSource({ directUrl }: Distribution): string | undefined {
  if (directUrl === undefined || directUrl.url.startsWith('file:')) return undefined
  const url = redactUrl(directUrl.url)
  const { vcs, commit_id: commit } = directUrl.vcs_info ?? {}
  const place = vcs === undefined ? url : `${vcs}+${url}${commit === undefined ? '' : `@${commit}`}`
  return directUrl.subdirectory === undefined ? place : `${place}#subdirectory=${directUrl.subdirectory}`
}
