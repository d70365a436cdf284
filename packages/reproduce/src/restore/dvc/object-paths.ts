/** Where a DVC cache or remote has the objects of these MD5 digests, below its folder: the layout of DVC 3, and that of those before. */
export function dvcObjectPaths(digests: readonly string[]): string[] {
  return digests.flatMap((md5) => {
    const object = `${md5.slice(0, 2)}/${md5.slice(2)}`
    return [`files/md5/${object}`, object]
  })
}
