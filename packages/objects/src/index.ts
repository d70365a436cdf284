export { assertArtifactPath } from './artifact-path.ts'
export type { ArtifactEntry, ArtifactStore, ByteRange, PartUploads, StoredFile, UploadedPart } from './artifact-store.ts'
export { openArtifactStore } from './open-artifact-store.ts'
export * from './hashing/index.ts'
