import { queryOptions } from '@tanstack/react-query'
import { client } from '../../../server/client.ts'
import { FOLDER, imagesOf, isImage, type LoggedImage } from './logged-images.ts'

/**
 * The pictures of a run that are meant by `named`: files, folders with a slash at their ends, and keys of `log_image`. Nothing named means
 * all that `log_image` has logged by key.
 */
export function imagesQuery(artifactUri: string, named: readonly string[]) {
  return queryOptions({
    queryKey: ['artifacts', artifactUri, 'images', named],
    queryFn: async ({ signal }): Promise<LoggedImage[]> => {
      const folders = new Set([FOLDER, ...named.map(folderOf)])
      const lists = await Promise.all([...folders].map((folder) => client.listArtifacts(artifactUri, folder, { signal })))
      const images = imagesOf(lists.flat())
      if (named.length === 0) return images.filter(({ path }) => path.startsWith(`${FOLDER}/`))
      return images.filter(({ path, key }) =>
        named.some((name) => name === path || name === key || (name.endsWith('/') && path.startsWith(name))),
      )
    },
    staleTime: 15_000,
  })
}

function folderOf(name: string): string {
  if (name.endsWith('/')) return name.slice(0, -1)
  return isImage(name) ? name.slice(0, Math.max(0, name.lastIndexOf('/'))) : FOLDER
}
