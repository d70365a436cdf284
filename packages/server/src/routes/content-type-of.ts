import mime from 'mime'

/** Shown as plain text, as MLflow does it: by extension, or by the whole name where there is none. */
const textNames = new Set(
  `txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst jsonnet MLmodel MLproject`.split(
    ' ',
  ),
)

/** The media type of an artifact, from its name. */
export function contentTypeOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const extension = name.slice(name.lastIndexOf('.') + 1)
  return textNames.has(extension) ? 'text/plain' : (mime.getType(name) ?? 'application/octet-stream')
}
