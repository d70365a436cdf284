/** A member of a folder. */
export interface SourceEntry {
  readonly name: string
  readonly isFolder: boolean
}

/**
 * The files of a project as they stand in one place, to be read and not changed: the work tree, or a commit that is not checked out. Paths are
 * from the root of the project, with slashes; `''` is the root. Data that DVC tracks are not part of a commit, but are of the work tree.
 */
export interface SourceTree {
  /** `workspace`, or the id of the commit. */
  readonly revision: string
  /** The members of a folder, by name, without what `.dvcignore` files ignore, and without other projects; none where there is no such folder. */
  list(folder: string): readonly SourceEntry[]
  /** The bytes of a file, whether ignored or not; undefined where there is none. Throws for one that can not be read. */
  read(path: string): Buffer | undefined
  /** What stands at a path, whether ignored or not. */
  kind(path: string): 'file' | 'folder' | 'nothing'
}
