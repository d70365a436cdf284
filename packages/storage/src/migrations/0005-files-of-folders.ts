import type { Migration } from './migration.ts'
import { collated, columnTypes } from './column-types.ts'

/**
 * Which files a folder had, by digests: lineage goes from a folder that one run made to a file of it that another one read, and the other way round. A digest of a
 * folder names one list of files, so rows are never changed, and belong to no experiment.
 */
export const filesOfFolders: Migration = {
  version: 5,
  name: 'files of folders',
  statements: (dialect) =>
    collated(dialect, [
      `create table dataset_files (folder text not null, digest text not null, path text not null, primary key (folder, digest))${columnTypes[dialect].clustered}`,
      `create index dataset_files_by_digest on dataset_files (digest, folder)`,
    ]),
}
